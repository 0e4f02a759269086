using System.Net.Http.Headers;
using System.Text;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Segment;

/// <summary>Segment, or what takes events as it does (HTTP Tracking API).</summary>
internal sealed class SegmentKind(IValidator<SegmentSettings> validator, OutgoingHttp http, TimeProvider time) : DestinationKind<SegmentSettings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "segment";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => ["writeKey"];

    /// <inheritdoc/>
    protected override IDestination Open(int id, SegmentSettings settings) => new Segment(settings, http, time);
}

/// <summary>One of them.</summary>
internal sealed class Segment(SegmentSettings settings, OutgoingHttp http, TimeProvider time) : HttpDestination(http.NewClient(Timeout))
{
    private const int MostEvents = 2_500;

    /// <summary>500 KB a request, of which the frame of the events takes a little.</summary>
    private const int MostBytes = 499_900;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly string url = settings.Endpoint.TrimEnd('/') + "/v1/batch";
    private readonly AuthenticationHeaderValue authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(settings.WriteKey + ":")));

    /// <inheritdoc/>
    public override BatchLimits Limits { get; } = new(MostEvents, MostBytes);

    /// <inheritdoc/>
    public override Mapping Map(ForwardedEvent forwarded) => SegmentMapping.Of(forwarded);

    /// <inheritdoc/>
    public override async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        byte[] body = [.. "{\"batch\":["u8, .. JsonList.Of(events), .. Encoding.ASCII.GetBytes($$"""],"sentAt":"{{SpecEvent.Iso(now)}}"}""")];
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonList.Content(body), Headers = { Authorization = authorization } };
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        // It says 200 to events that it throws away too.
        return Answers.Of(answer, confirms: false, now);
    }
}
