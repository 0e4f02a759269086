using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.PostHog;

/// <summary>PostHog, in its cloud or one's own (Capture API).</summary>
internal sealed class PostHogKind(IValidator<PostHogSettings> validator, OutgoingHttp http, TimeProvider time) : DestinationKind<PostHogSettings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "posthog";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => ["apiKey"];

    /// <inheritdoc/>
    protected override IDestination Open(int id, PostHogSettings settings) => new PostHog(settings, http, time);
}

/// <summary>One of them.</summary>
internal sealed class PostHog(PostHogSettings settings, OutgoingHttp http, TimeProvider time) : HttpDestination(http.NewClient(Timeout))
{
    private const int MostEvents = 1_000;

    /// <summary>20 MB are allowed; smaller requests are repeated sooner.</summary>
    private const int MostBytes = 4_000_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string url = settings.Endpoint.TrimEnd('/') + "/batch/";
    private readonly byte[] head = [.. "{\"api_key\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(settings.ApiKey), .. ",\"batch\":["u8];

    /// <inheritdoc/>
    public override BatchLimits Limits { get; } = new(MostEvents, MostBytes);

    /// <inheritdoc/>
    public override Mapping Map(ForwardedEvent forwarded) => PostHogMapping.Of(forwarded);

    /// <inheritdoc/>
    public override async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        byte[] body = [.. head, .. JsonList.Of(events), .. "]}"u8];
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonList.Content(body) };
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        // What comes after its 200 (an event over its size, a project over its quota) it does not say.
        return Answers.Of(answer, confirms: false, time.GetUtcNow());
    }
}
