using System.Net.Http.Json;
using System.Text.Json;
using Tracking.Load.Traffic;

namespace Tracking.Load.Running;

/// <summary>A site's reports and administration over HTTP.</summary>
internal sealed class ServiceClient(Target site)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Whether a server answers that it is ready.</summary>
    public static async Task<bool> IsReadyAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(url, "/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        finally
        {
            await LeaveSocketThread();
        }
    }

    /// <summary>Events that are stored, by the counts of the report of quality: quick however many there are.</summary>
    public async Task<long> StoredAsync(CancellationToken cancellationToken)
    {
        var report = await AskAsync(HttpMethod.Get, "/v1/reports/quality", null, cancellationToken);
        return report.GetProperty("days").EnumerateArray()
            .Sum(day => day.GetProperty("accepted").GetInt64() + day.GetProperty("anonymised").GetInt64());
    }

    /// <summary>Events in the overview.</summary>
    public async Task<long> EventsInOverviewAsync(CancellationToken cancellationToken)
    {
        var report = await AskAsync(HttpMethod.Get, "/v1/reports/overview?bots=include", null, cancellationToken);
        return report.GetProperty("metrics").GetProperty("events").GetInt64();
    }

    /// <summary>Adds a destination.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> AddDestinationAsync(object destination, CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Post, "/v1/destinations", JsonContent.Create(destination), cancellationToken)).GetProperty("id").GetInt32();

    /// <summary>Pauses a destination, or goes on with it.</summary>
    public Task PauseDestinationAsync(int id, bool paused, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Patch, $"/v1/destinations/{id}", JsonContent.Create(new { paused }), cancellationToken);

    /// <summary>What became of the events at each destination, in words.</summary>
    public async Task<string> ForwardedAsync(CancellationToken cancellationToken)
    {
        var report = await AskAsync(HttpMethod.Get, "/v1/reports/reconciliation", null, cancellationToken);
        var days = report.GetProperty("days").EnumerateArray().SelectMany(day => day.GetProperty("destinations").EnumerateArray());
        return string.Join("; ", days.GroupBy(one => one.GetProperty("kind").GetString()).Select(group =>
            $"{group.Key}: {Sum(group, "confirmed"):N0} confirmed, {Sum(group, "withheld"):N0} withheld, {Sum(group, "waiting"):N0} waiting, {Sum(group, "failed"):N0} failed"));

        static long Sum(IEnumerable<JsonElement> rows, string name) => rows.Sum(row => row.GetProperty(name).GetInt64());
    }

    /// <summary>Makes another site.</summary>
    public async Task<Target> CreateSiteAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(HttpMethod.Post, "/v1/sites", JsonContent.Create(new { site = name, name }), cancellationToken);
        return new Target(site.Url, answer.GetProperty("writeKey").GetString()!, answer.GetProperty("secretKey").GetString()!);
    }

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(site.Url, path)) { Content = content };
        request.Headers.Add("X-Api-Key", site.SecretKey);
        using var answer = await Client.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        await LeaveSocketThread();
        return answer.IsSuccessStatusCode
            ? body
            : throw new HttpRequestException($"{method} {path} was answered {(int)answer.StatusCode}: {body}");
    }

    // Answers are read on the thread of the sockets (see Program), which the callers must not hold up.
    private static System.Runtime.CompilerServices.YieldAwaitable LeaveSocketThread() => Task.Yield();
}
