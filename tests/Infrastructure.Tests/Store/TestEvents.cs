using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>Domain events as handlers make them.</summary>
internal static class TestEvents
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConsentState Granted = new(true, true, true, Anonymised: false);
    private static readonly ConsentState Denied = new(false, false, false, Anonymised: true);

    /// <summary>One event of each type with everything that it can say; the same whenever it is asked for.</summary>
    public static IReadOnlyList<CollectedEvent> OfEveryType(Site site) =>
    [
        new PageViewed(FullHeader(site, "page_view"), "https://shop.example/sale?utm_source=news#top", "Sale \u2013 50\u00a0%", "https://blog.example/"),
        new Clicked(FullHeader(site, "click"), "https://shop.example/", ClickKind.Outbound, new("a", "buy", "Buy <now>", "https://pay.example/")),
        new FormFieldEntered(FullHeader(site, "form_input"), "https://shop.example/", new("signup", "Sign up"), new("city", "text", "S\u00e3o Paulo")),
        new FormSubmitted(FullHeader(site, "form_submit"), "https://shop.example/", new(null, "Sign up"), 4, FormOutcome.Invalid),
        new TransactionRecorded(FullHeader(site, "transaction"), "o-1", Key(site, "o-1"), 120.500001m, "BRL", TransactionStatus.Refunded)
        {
            Tax = 10m,
            Shipping = 5.25m,
            Discount = 0.000001m,
            Coupon = "WELCOME",
            Url = "https://shop.example/cart",
            Items = [new("S-1", "Shoe", "Shoes", "Acme", "42", 60.25m, 2), new("S-2", null, null, null, null, null, null)],
        },
        new VisitorEngaged(FullHeader(site, "engagement"), "https://shop.example/", 15_000, 80),
        new VisitorIdentified(FullHeader(site, "identify"), Element("""{"plan":"pro","addresses":[{"city":"Lisboa"}],"none":null}""")),
        new CustomEventOccurred(FullHeader(site, "custom"), "video_played", "https://shop.example/video", Element("""{"seconds":31.50,"ids":[1,2]}""")),
    ];

    public static PageViewed PageView(EventHeader header, string page = "/") => new(header, "https://shop.example" + page, null, null);

    public static TransactionRecorded Order(
        EventHeader header, Site site, string orderId, decimal value = 10m, TransactionStatus status = TransactionStatus.Completed, string currency = "EUR") =>
        new(header, orderId, Key(site, "order " + orderId), value, currency, status);

    public static EventHeader Header(
        Site site, string messageId, TimeSpan after, string visitor = "ana", int sequence = 0, bool anonymised = false, bool fromServer = false) => new()
        {
            SiteId = site.Id,
            Site = site.Name,
            MessageId = messageId,
            MessageKey = Key(site, messageId),
            Timestamp = Noon + after,
            ReceivedAt = Noon,
            Sequence = sequence,
            VisitorId = visitor,
            AnonymousId = anonymised ? null : visitor,
            Consent = anonymised ? Denied : Granted,
            FromServer = fromServer,
        };

    public static Guid Key(Site site, string id) => KeyedHash.Of([1], site.Name, id);

    private static EventHeader FullHeader(Site site, string messageId) => Header(site, messageId, TimeSpan.FromMilliseconds(-250), fromServer: true) with
    {
        Sequence = 3,
        UserId = "u-1",
        Enrichment = new EventEnrichment
        {
            Address = "203.0.113.0/24",
            Place = new("BR", "Bahia", "Salvador"),
            Device = new("mobile", "Mobile Safari", "17.4", "iOS", "17.4.1"),
            Traffic = new("Email", "news", "email", "spring", "shoes", "top", "blog.example"),
            Language = "pt-BR",
            UserAgent = new("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", AsksForPages: true),
            BotSignals = BotSignals.DataCentre,
        },
        Context = new EventContext
        {
            Page = new("https://shop.example/", "Shop", "https://blog.example/"),
            Campaign = new("news", "email", "spring", "shoes", "top"),
            ClickIds = new Dictionary<string, string> { ["gclid"] = "c-1" },
            ClientIds = new Dictionary<string, string> { ["ga"] = "1.2" },
            Locale = "pt-BR",
            Timezone = "America/Sao_Paulo",
            Screen = new(1_440, 900),
        },
    };

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
