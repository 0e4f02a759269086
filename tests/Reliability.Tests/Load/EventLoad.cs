using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Load;

/// <summary>
/// Sends events over a few connections, single ones and batches of 20, some ids more than once. A request without a 202 is sent again
/// until it has one, as a good sender does, so that at the end all that was sent is promised. Of several addresses the next one is asked then,
/// as a load balancer does.
/// </summary>
internal sealed class EventLoad : IAsyncDisposable
{
    private const int Connections = 4;
    private const int BatchSize = 20;
    private const int Visitors = 40;
    private static readonly int MostEvents = Form.Times(60_000, 400_000);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, byte> promised = new();
    private readonly ConcurrentDictionary<string, byte> promisedAnonymously = new();
    private readonly ConcurrentQueue<string> unexpected = new();
    private readonly CancellationTokenSource finishing = new();
    private readonly CancellationTokenSource aborting = new();
    private readonly HttpClient client;
    private readonly Uri[] addresses;
    private readonly int paddingLength;
    private readonly Task[] senders;
    private int refusals;
    private int unanswered;
    private int repetitions;
    private long longestAnswerMs;

    private EventLoad(IEnumerable<string> urls, int paddingLength)
    {
        this.paddingLength = paddingLength;
        addresses = [.. urls.Select(url => new Uri(url + "/v1/events"))];
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections }) { Timeout = AnswerLimit };
        client.DefaultRequestHeaders.Add("X-Api-Key", Installation.WriteKey);
        client.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        senders = [.. Enumerable.Range(0, Connections).Select(number => Task.Run(() => RunAsync(number)))];
    }

    /// <summary>Begins to send.</summary>
    /// <param name="url">To which installation.</param>
    /// <param name="paddingLength">Characters that make each event larger.</param>
    public static EventLoad Start(string url, int paddingLength = 0) => new([url], paddingLength);

    /// <summary>Begins to send to several processes that accept.</summary>
    public static EventLoad Start(IEnumerable<string> urls) => new(urls, paddingLength: 0);

    /// <summary>Ids of the events with consent that were answered 202.</summary>
    public IReadOnlyCollection<string> Promised => [.. promised.Keys];

    /// <summary>How many ids of events without consent were answered 202.</summary>
    public int PromisedAnonymously => promisedAnonymously.Count;

    /// <summary>How many ids were promised.</summary>
    public int Promises => promised.Count + promisedAnonymously.Count;

    /// <summary>Answers 503 so far.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    /// <summary>Requests that got no answer, since the process was not there or died.</summary>
    public int Unanswered => Volatile.Read(ref unanswered);

    /// <summary>Events that were sent although they were promised already.</summary>
    public int Repetitions => Volatile.Read(ref repetitions);

    /// <summary>The longest time until an answer came.</summary>
    public TimeSpan LongestAnswer => TimeSpan.FromMilliseconds(Interlocked.Read(ref longestAnswerMs));

    /// <summary>Answers that the contract does not know here.</summary>
    public IReadOnlyCollection<string> Unexpected => unexpected;

    /// <summary>Waits until so many more events are promised.</summary>
    public Task PromisesMoreAsync(int events, double seconds = 60)
    {
        var target = Promises + events;
        return Wait.UntilAsync(
            $"{events} more events are promised", seconds, () => Promises >= target || Unexpected.Count > 0, () => ToString());
    }

    /// <summary>Waits until so many more requests were answered 503.</summary>
    public Task RefusesMoreAsync(int requests, double seconds = 60)
    {
        var target = Refusals + requests;
        return Wait.UntilAsync(
            $"{requests} more requests are refused", seconds, () => Refusals >= target || Unexpected.Count > 0, () => ToString());
    }

    /// <summary>Sends nothing new, and waits until all that was sent is promised.</summary>
    public async Task FinishAsync(double seconds = 90)
    {
        await finishing.CancelAsync();
        var all = Task.WhenAll(senders);
        await Wait.UntilAsync("every request is answered 202", seconds, () => all.IsCompleted, () => ToString());
        await all;
        Unexpected.ShouldBeEmpty();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Promises} promises, {Refusals} refusals, {Unanswered} unanswered, longest answer {LongestAnswer.TotalSeconds:0.0} s. "
        + string.Join(Environment.NewLine, Unexpected.Take(5));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await aborting.CancelAsync();
        await finishing.CancelAsync();
        await Task.WhenAll(senders).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        client.Dispose();
        aborting.Dispose();
        finishing.Dispose();
    }

    private async Task RunAsync(int sender)
    {
        var random = new Random(sender);
        for (var number = 0; !finishing.IsCancellationRequested && Promises < MostEvents; number++)
        {
            var size = number % 3 == 2 ? BatchSize : 1;
            var events = Enumerable.Range(0, size).Select(index => Event(sender, number, index, random)).ToList();
            using var body = JsonContent.Create(size == 1 ? (JsonNode)events[0] : new JsonObject { ["events"] = new JsonArray([.. events]) });
            await body.LoadIntoBufferAsync();
            for (var at = sender; !await TrySendAsync(addresses[at % addresses.Length], body, size) && !aborting.IsCancellationRequested; at++)
                await Task.Delay(Pause * 4);
            foreach (var id in events.Select(one => (string)one["messageId"]!))
                _ = IsAnonymous(id) ? promisedAnonymously.TryAdd(id, 0) : promised.TryAdd(id, 0);
            await Task.Delay(Pause);
        }
    }

    // Every tenth is an id of this sender's that was promised a while ago; every eighth id comes without consent.
    private JsonObject Event(int sender, int number, int index, Random random)
    {
        var back = number > 6 && random.Next(10) == 0 ? 3 * random.Next(1, number / 3 + 1) : 0;
        if (back > 0)
            Interlocked.Increment(ref repetitions);
        var serial = number - back;
        var id = string.Create(CultureInfo.InvariantCulture, $"load-{sender}-{serial}-{index}{(serial % 8 == 5 ? "-anonymous" : "")}");
        return new JsonObject
        {
            ["type"] = serial % 4 == 3 ? "click" : "page_view",
            ["messageId"] = id,
            ["anonymousId"] = $"visitor-{(serial + index) % Visitors}",
            ["properties"] = new JsonObject
            {
                ["url"] = $"https://shop.example/products/{index}",
                [serial % 4 == 3 ? "kind" : "title"] = serial % 4 == 3 ? "link" : new string('x', paddingLength),
            },
            ["context"] = new JsonObject { ["consent"] = new JsonObject { ["analytics"] = !IsAnonymous(id) } },
        };
    }

    private static bool IsAnonymous(string id) => id.EndsWith("-anonymous", StringComparison.Ordinal);

    private async Task<bool> TrySendAsync(Uri address, HttpContent body, int events)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(await body.ReadAsByteArrayAsync()) };
            request.Content.Headers.ContentType = body.Headers.ContentType;
            using var response = await client.SendAsync(request, aborting.Token);
            Note(watch.ElapsedMilliseconds);
            if (response.StatusCode == HttpStatusCode.Accepted)
                return await IsPromiseAsync(response, events);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null)
                Interlocked.Increment(ref refusals);
            else
                unexpected.Enqueue($"{(int)response.StatusCode} {response.Headers.RetryAfter} {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref unanswered);
        }
        catch (TaskCanceledException) when (!aborting.IsCancellationRequested)
        {
            unexpected.Enqueue($"No answer within {AnswerLimit.TotalSeconds} s.");
        }
        catch (TaskCanceledException)
        {
            // The test is over.
        }

        return false;
    }

    private async Task<bool> IsPromiseAsync(HttpResponseMessage response, int events)
    {
        var text = await response.Content.ReadAsStringAsync();
        using var answer = JsonDocument.Parse(text);
        if (answer.RootElement.GetProperty("accepted").GetInt32() + answer.RootElement.GetProperty("anonymised").GetInt32() != events)
            unexpected.Enqueue($"{events} events were sent; the answer is {text}");
        return true;
    }

    private void Note(long milliseconds)
    {
        long longest;
        while (milliseconds > (longest = Interlocked.Read(ref longestAnswerMs)))
            Interlocked.CompareExchange(ref longestAnswerMs, milliseconds, longest);
    }
}
