using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations;

/// <summary>A page view of nobody, for trying out a destination.</summary>
internal sealed class SampleEvent(TimeProvider time)
{
    private static readonly JsonElement Properties =
        JsonSerializer.SerializeToElement(new PageView("https://example.com/test", "Test", null), StoredData.Json);

    /// <summary>Makes one of now.</summary>
    public ForwardedEvent Make()
    {
        var now = time.GetUtcNow();
        return new ForwardedEvent(
            0,
            new TrackedEvent<JsonElement?>
            {
                Type = "page_view",
                MessageId = $"test-{now.ToUnixTimeMilliseconds()}",
                Timestamp = now,
                ReceivedAt = now,
                Site = "test",
                VisitorId = "test",
                AnonymousId = "test",
                SessionId = "1",
                Properties = Properties,
                Page = new Page("https://example.com/test", "/test", "example.com", "Test", null),
                Device = new Contracts.Events.Device("desktop", "Firefox", "140", "Linux", null, Bot: false),
                Consent = new Contracts.Events.Consent(Analytics: true, Marketing: true, Personalization: false, Anonymised: false),
            },
            EventContext.Empty,
            "192.0.2.0",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }
}
