using System.Net;
using System.Text;
using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Meta;

/// <summary>Meta's Conversions API (developers.facebook.com/docs/marketing-api/conversions-api).</summary>
internal sealed class MetaKind(IValidator<MetaSettings> validator, OutgoingHttp http, TimeProvider time) : DestinationKind<MetaSettings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "meta";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics | ConsentPurposes.Marketing;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => ["accessToken"];

    /// <inheritdoc/>
    protected override IDestination Open(int id, MetaSettings settings) => new Meta(settings, http, time);
}

/// <summary>One pixel.</summary>
internal sealed class Meta(MetaSettings settings, OutgoingHttp http, TimeProvider time) : HttpDestination(http.NewClient(Timeout))
{
    private const int MaxEvents = 1_000;
    private const int MaxBytes = 2_000_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly Dictionary<string, string> NoPaths = [];

    private readonly string address = $"{settings.Endpoint.TrimEnd('/')}/{settings.ApiVersion}/{settings.PixelId}/events?access_token={Uri.EscapeDataString(settings.AccessToken)}";

    /// <inheritdoc/>
    public override BatchLimits Limits { get; } = new(MaxEvents, MaxBytes);

    /// <summary>Meta's 7 days, less what a request may take: one older event has all of its request refused.</summary>
    public override TimeSpan? OldestEvent { get; } = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override Mapping Map(ForwardedEvent forwarded) => MetaMapping.Of(forwarded, settings.UserData ?? NoPaths);

    /// <inheritdoc/>
    public override async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(events, string.Empty, cancellationToken);
        var result = Answers.Of(answer, confirms: true, time.GetUtcNow());
        return answer.StatusCode == HttpStatusCode.BadRequest && await MetaError.OfAsync(answer, cancellationToken) is { } error
            ? new SendResult(error.IsOfTheEvents ? SendResultKind.Refused : SendResultKind.TryAgain, error.Reason)
            : result;
    }

    /// <summary>Sends it as a test event, which counts nowhere.</summary>
    public override async Task<(bool IsTaken, IReadOnlyList<string> Says)> TestAsync(MappedEvent sample, CancellationToken cancellationToken)
    {
        if (settings.TestEventCode is not { } code)
            return (false, ["Set testEventCode (Events Manager, Test events): without it Meta would count the made-up event as any other."]);
        using var answer = await PostAsync([sample], $",\"test_event_code\":{JsonSerializer.Serialize(code)}", cancellationToken);
        if (answer.IsSuccessStatusCode)
            return (true, ["Meta took it; it is shown in Events Manager, Test events."]);
        var error = await MetaError.OfAsync(answer, cancellationToken);
        // Meta repeats a token that is none.
        return (false, [error is null ? $"http_{(int)answer.StatusCode}" : $"{error.Reason}: {error.Message.Replace(settings.AccessToken, "***", StringComparison.Ordinal)}"]);
    }

    private Task<HttpResponseMessage> PostAsync(IReadOnlyList<MappedEvent> events, string also, CancellationToken cancellationToken)
    {
        byte[] body = [.. "{\"data\":["u8, .. JsonList.Of(events), .. Encoding.UTF8.GetBytes($"]{also}}}")];
        return Client.PostAsync(address, JsonList.Content(body), cancellationToken);
    }
}
