using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Matomo;

/// <summary>A Matomo (Tracking HTTP API, bulk).</summary>
internal sealed class MatomoKind(IValidator<MatomoSettings> validator, OutgoingHttp http, TimeProvider time) : DestinationKind<MatomoSettings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "matomo";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => ["tokenAuth"];

    /// <inheritdoc/>
    protected override IDestination Open(int id, MatomoSettings settings) => new Matomo(settings, http, time);
}

/// <summary>One of them.</summary>
internal sealed class Matomo(MatomoSettings settings, OutgoingHttp http, TimeProvider time) : HttpDestination(http.NewClient(Timeout))
{
    /// <summary>It stores a batch in one transaction, event by event.</summary>
    private const int MostEvents = 500;

    private const int MostBytes = 1_000_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string url = settings.Endpoint.TrimEnd('/') + "/matomo.php";
    private readonly byte[] tail = [.. "],\"token_auth\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(settings.TokenAuth), .. "}"u8];

    /// <inheritdoc/>
    public override BatchLimits Limits { get; } = new(MostEvents, MostBytes);

    /// <summary>What comes to it late becomes a visit of its own.</summary>
    public override bool IsOrdered => true;

    /// <inheritdoc/>
    public override Mapping Map(ForwardedEvent forwarded) => MatomoMapping.Of(forwarded, settings);

    /// <inheritdoc/>
    public override async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        var inOrder = events.OrderBy(one => MatomoMapping.SecondsOf(one.Json)).ToList();
        byte[] body = [.. "{\"requests\":["u8, .. JsonList.Of(inOrder), .. tail];
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonList.Content(body) };
        using var answer = await Client.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode
            ? Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken), events.Count)
            : Answers.Of(answer, confirms: true, time.GetUtcNow());
    }

    /// <summary><c>{"status":"success","tracked":2,"invalid":0}</c>: what it tracked counts, whatever it says of the rest.</summary>
    private static SendResult Read(byte[] answer, int sent)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var (status, tracked) = (json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("tracked").GetInt32());
            if (status != "success")
                return new SendResult(SendResultKind.TryAgain, "matomo_error");
            if (tracked == sent)
                return new SendResult(SendResultKind.Confirmed);
            // What is mapped is valid, so that all of it is refused for what it is sent with. Where it took some, it would track those again.
            return tracked == 0
                ? new SendResult(SendResultKind.TryAgain, "wrong_site_or_token")
                : new SendResult(SendResultKind.Sent, $"{tracked}_of_{sent}_tracked");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new SendResult(SendResultKind.TryAgain, "not_matomo");
        }
    }
}
