using System.Text;
using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>Google Analytics 4, by its Measurement Protocol (developers.google.com/analytics/devguides/collection/protocol/ga4).</summary>
internal sealed class Ga4Kind(IValidator<Ga4Settings> validator, OutgoingHttp http, TimeProvider time) : DestinationKind<Ga4Settings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "ga4";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => ["apiSecret"];

    /// <inheritdoc/>
    protected override IDestination Open(int id, Ga4Settings settings) => new Ga4(settings, http, time);
}

/// <summary>One web data stream.</summary>
internal sealed class Ga4(Ga4Settings settings, OutgoingHttp http, TimeProvider time) : HttpDestination(http.NewClient(Timeout))
{
    private const int MaxEvents = 25;

    /// <summary>Of 130 kB; the rest is for what stands around the events.</summary>
    private const int MaxBytes = 120_000;

    private static readonly string[] SaidOfAMessage = ["validationCode", "fieldPath", "description"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly string query =
        $"?measurement_id={Uri.EscapeDataString(settings.MeasurementId)}&api_secret={Uri.EscapeDataString(settings.ApiSecret)}";

    /// <inheritdoc/>
    public override BatchLimits Limits { get; } = new(MaxEvents, MaxBytes);

    /// <summary>Google's 72 hours, less what a request may take: what is older it throws away without a word.</summary>
    public override TimeSpan? OldestEvent { get; } = TimeSpan.FromHours(72) - TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override Mapping Map(ForwardedEvent forwarded) => Ga4Mapping.Of(forwarded);

    /// <inheritdoc/>
    public override async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("/mp/collect", events, string.Empty, cancellationToken);
        return Answers.Of(answer, confirms: false, time.GetUtcNow());
    }

    /// <summary>Asks Google's validation server, which keeps nothing, and checks neither the secret nor the measurement id.</summary>
    public override async Task<(bool IsTaken, IReadOnlyList<string> Says)> TestAsync(MappedEvent sample, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(
            "/debug/mp/collect", [sample], ",\"validation_behavior\":\"ENFORCE_RECOMMENDATIONS\"", cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return (false, [$"http_{(int)answer.StatusCode}"]);
        using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        var messages = json.RootElement.GetProperty("validationMessages").EnumerateArray().Select(InWords).ToList();
        return messages.Count > 0
            ? (false, messages)
            : (true, ["Google's validation server finds nothing wrong. It checks neither apiSecret nor measurementId: see the property's Realtime report for those."]);
    }

    private static string InWords(JsonElement message) => string.Join(": ", SaidOfAMessage
        .Select(name => message.TryGetProperty(name, out var text) ? text.ToString() : string.Empty)
        .Where(text => text.Length > 0));

    private Task<HttpResponseMessage> PostAsync(string path, IReadOnlyList<MappedEvent> events, string also, CancellationToken cancellationToken)
    {
        // The group is the request's object; the events go into it, before its last brace.
        byte[] body = [.. Encoding.UTF8.GetBytes($"{events[0].Group![..^1]}{also},\"events\":["), .. JsonList.Of(events), .. "]}"u8];
        return Client.PostAsync(settings.Endpoint.TrimEnd('/') + path + query, JsonList.Content(body), cancellationToken);
    }
}
