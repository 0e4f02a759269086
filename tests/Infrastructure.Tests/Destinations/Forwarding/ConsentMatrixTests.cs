using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Application.Destinations;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Destinations.Forwarding;

/// <summary>What visitors decided, per purpose, against what destinations require: what is sent is what is allowed, and no more of it than is.</summary>
public sealed class ConsentMatrixTests : IAsyncLifetime
{
    private const string NoAnalytics = "no_consent_analytics";
    private const string NoMarketing = "no_consent_marketing";
    private const string WithdrawnAnalytics = "withdrawn_analytics";
    private const string WithdrawnMarketing = "withdrawn_marketing";
    private const string Anonymised = "anonymised";

    /// <summary>It is sent, with what marketing consent allows.</summary>
    private const string Everything = "everything";

    /// <summary>It is sent, without that.</summary>
    private const string Plain = "plain";

    private const string Email = "ana@example.com";

    /// <summary>Analytics, marketing; what becomes of it where analytics, marketing, or both are required.</summary>
    private static readonly (Said Analytics, Said Marketing, string Analytical, string Advertising, string Both)[] Matrix =
    [
        (Said.Granted, Said.Granted, Everything, Everything, Everything),
        (Said.Granted, Said.Denied, Plain, NoMarketing, NoMarketing),
        (Said.Granted, Said.Nothing, Plain, NoMarketing, NoMarketing),
        (Said.Granted, Said.Withdrawn, Plain, WithdrawnMarketing, WithdrawnMarketing),
        (Said.Denied, Said.Granted, NoAnalytics, Anonymised, NoAnalytics),
        (Said.Denied, Said.Denied, NoAnalytics, NoMarketing, NoAnalytics),
        (Said.Denied, Said.Nothing, NoAnalytics, NoMarketing, NoAnalytics),
        (Said.Denied, Said.Withdrawn, NoAnalytics, Anonymised, NoAnalytics),
        (Said.Nothing, Said.Granted, NoAnalytics, Anonymised, NoAnalytics),
        (Said.Nothing, Said.Denied, NoAnalytics, NoMarketing, NoAnalytics),
        (Said.Nothing, Said.Nothing, NoAnalytics, NoMarketing, NoAnalytics),
        (Said.Nothing, Said.Withdrawn, NoAnalytics, Anonymised, NoAnalytics),
        (Said.Withdrawn, Said.Granted, WithdrawnAnalytics, WithdrawnAnalytics, WithdrawnAnalytics),
        (Said.Withdrawn, Said.Denied, WithdrawnAnalytics, NoMarketing, NoMarketing),
        (Said.Withdrawn, Said.Nothing, WithdrawnAnalytics, NoMarketing, NoMarketing),
        (Said.Withdrawn, Said.Withdrawn, WithdrawnAnalytics, WithdrawnAnalytics, WithdrawnAnalytics),
    ];

    /// <summary>What may be in nothing that is sent without marketing consent.</summary>
    private static readonly string[] Advertising =
        ["CLICK7", "CLICK8", "CLIENT9", "123456.789", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Email)))];

    private readonly SiteSettings settings = new() { QueryParameters = ["page"] };
    private ForwardingService service = null!;

    /// <summary>What a visitor says of a purpose.</summary>
    public enum Said
    {
        /// <summary>Yes, in the event.</summary>
        Granted,

        /// <summary>No, in the event.</summary>
        Denied,

        /// <summary>Neither.</summary>
        Nothing,

        /// <summary>Yes, in the event; and no, after that was stored.</summary>
        Withdrawn,
    }

    public async Task InitializeAsync() => service = await ForwardingService.OnAsync(StoreKind.Sqlite);

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory]
    [InlineData("webhook", """{ "url": "https://hook.example/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }""")]
    [InlineData("ga4", """{ "measurementId": "G-ABC123DEF4", "apiSecret": "s" }""")]
    [InlineData("meta", """{ "pixelId": "1234567890123456", "accessToken": "t", "userData": { "em": "properties.email" } }""")]
    [InlineData("matomo", """{ "endpoint": "https://matomo.example/", "siteId": 1, "tokenAuth": "0123456789abcdef0123456789abcdef" }""")]
    [InlineData("posthog", """{ "apiKey": "phc_1" }""")]
    [InlineData("segment", """{ "writeKey": "w" }""")]
    public async Task What_is_sent_is_what_is_allowed(string kind, string json)
    {
        var visitors = await StoreAsync();
        foreach (var (required, expected) in new (ConsentPurposes, Func<int, string>)[]
        {
            (ConsentPurposes.Analytics, index => Matrix[index].Analytical),
            (ConsentPurposes.Marketing, index => Matrix[index].Advertising),
            (ConsentPurposes.Analytics | ConsentPurposes.Marketing, index => Matrix[index].Both),
        })
        {
            var sorted = await SortedAsync(kind, json, required);
            for (var index = 0; index < Matrix.Length; index++)
            {
                foreach (var one in sorted[visitors[index]])
                    ShouldBe(one, kind, expected(index), $"{kind}, {required}: {Matrix[index]}");
            }
        }
    }

    [Theory]
    [InlineData(ConsentSource.SiteDefault, WithdrawnAnalytics)]
    [InlineData(ConsentSource.Record, WithdrawnAnalytics)]
    [InlineData(ConsentSource.Event, Everything)]
    [InlineData(null, WithdrawnAnalytics)]
    public async Task A_refusal_that_is_older_than_the_event_is_outweighed_by_what_the_event_says_alone(ConsentSource? source, string expected)
    {
        await service.DecideAsync("ana", analytics: false, marketing: null);
        var header = service.HeaderOf("m-1");
        await service.StoreAsync([TestEvents.PageView(header with
        {
            Timestamp = header.Timestamp.AddMinutes(1),
            Consent = header.Consent with { Basis = source is { } basis ? new ConsentBasis(basis, basis, basis) : null },
        })]);
        var sorted = await SortedAsync(
            "webhook", """{ "url": "https://hook.example/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }""", ConsentPurposes.Analytics);
        (sorted["ana"].Single().Reason ?? Everything).ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_withdrawn_shows_in_the_event_too()
    {
        var visitors = await StoreAsync();
        var sorted = await SortedAsync(
            "webhook", """{ "url": "https://hook.example/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }""", ConsentPurposes.Analytics);
        var view = JsonDocument.Parse(sorted[visitors[3]][0].Mapped!.Json).RootElement;
        view.GetProperty("consent").GetProperty("marketing").GetBoolean().ShouldBeFalse();
        view.GetProperty("properties").GetProperty("url").GetString().ShouldBe("https://shop.example/?utm_source=news&page=2");
        view.GetProperty("page").GetProperty("url").GetString().ShouldBe("https://shop.example/?utm_source=news&page=2");
        var custom = JsonDocument.Parse(sorted[visitors[3]][1].Mapped!.Json).RootElement.GetProperty("properties");
        custom.GetProperty("landing").GetString().ShouldBe("https://shop.example/a");
        custom.GetProperty("email").GetString().ShouldBe(Email);
    }

    private static void ShouldBe(Sorted one, string kind, string expected, string where)
    {
        if (expected is not (Everything or Plain))
        {
            (one.State, one.Reason).ShouldBe((DeliveryState.Withheld, expected), where);
            return;
        }

        one.State.ShouldNotBe(DeliveryState.Withheld, where);
        if (kind == "meta" && expected == Plain)
            one.Mapped.ShouldBeNull(where);
        if (one.Mapped is not { } mapped)
            return;
        var text = Encoding.UTF8.GetString(mapped.Json) + mapped.Group;
        if (expected == Plain)
            Advertising.ShouldAllBe(secret => !text.Contains(secret, StringComparison.Ordinal), where + text);
        else if (kind == "meta")
            Advertising.Any(secret => text.Contains(secret, StringComparison.Ordinal)).ShouldBeTrue(where + text);
    }

    private static bool? OwnOf(Said said) => said switch
    {
        Said.Granted or Said.Withdrawn => true,
        Said.Denied => false,
        _ => null,
    };

    /// <summary>Stores a view and an event of a visitor of each row, and has them withdraw what they do.</summary>
    /// <returns>The visitors' ids.</returns>
    private async Task<List<string>> StoreAsync()
    {
        var visitors = new List<string>();
        foreach (var (row, index) in Matrix.Select((row, index) => (row, index)))
        {
            var header = HeaderOf(row.Analytics, row.Marketing, index);
            var url = UrlCleaner.Clean("https://shop.example/?utm_source=news&gclid=CLICK7&page=2", header.Consent, settings)!;
            var landing = UrlCleaner.Clean("https://shop.example/a?fbclid=CLICK8", header.Consent, settings)!;
            await service.StoreAsync([
                new PageViewed(header, url, null, null),
                new CustomEventOccurred(
                    header with { MessageId = $"c-{index}", MessageKey = TestEvents.Key(service.Shop, $"c-{index}"), Sequence = 1 },
                    "Lead", null, JsonSerializer.SerializeToElement(new { email = Email, landing })),
            ]);
            visitors.Add(header.VisitorId);
            bool? analytics = row.Analytics == Said.Withdrawn ? false : null, marketing = row.Marketing == Said.Withdrawn ? false : null;
            if (analytics is not null || marketing is not null)
                await service.DecideAsync($"visitor-{index}", analytics, marketing);
        }

        return visitors;
    }

    /// <summary>As <see cref="EventHeaders"/> makes them.</summary>
    private EventHeader HeaderOf(Said analytics, Said marketing, int index)
    {
        var header = service.HeaderOf($"v-{index}", $"visitor-{index}");
        var consent = ConsentState.Decide(
            settings, new ConsentChoices(OwnOf(analytics), OwnOf(marketing), null), header.Timestamp, RecordedConsent.None, globalPrivacyControl: false, doNotTrack: false);
        var isAdvertising = consent is { Analytics: true, Marketing: true };
        return header with
        {
            Consent = consent,
            AnonymousId = consent.Anonymised ? null : header.AnonymousId,
            Context = new EventContext
            {
                ClickIds = isAdvertising ? new Dictionary<string, string> { ["gclid"] = "CLICK7", ["fbclid"] = "CLICK8" } : null,
                ClientIds = isAdvertising ? new Dictionary<string, string> { ["ga"] = "GA1.1.123456.789", ["fbp"] = "fb.1.1700000000000.CLIENT9" } : null,
            },
        };
    }

    private async Task<ILookup<string, Sorted>> OfAllAsync(OpenDestination opened)
    {
        var fresh = await service.Get<Deliveries>().AfterAsync(service.Shop.Id, 0, Deliveries.MostAtOnce, CancellationToken.None);
        var sorted = new List<(string Visitor, Sorted Sorted)>();
        foreach (var one in fresh.Events)
            sorted.Add((one.Row.VisitorId, await service.Get<Sorting>().OfAsync(opened, service.Shop with { Settings = settings }, one, CancellationToken.None)));
        return sorted.ToLookup(one => one.Visitor, one => one.Sorted);
    }

    private async Task<Dictionary<string, List<Sorted>>> SortedAsync(string kind, string json, ConsentPurposes required)
    {
        var added = await service.Port.AddAsync(
            service.Shop, kind, new DestinationChange(null, required, null, JsonSerializer.Deserialize<JsonElement>(json), null), CancellationToken.None);
        added.Errors.ShouldBeEmpty();
        await using var db = await service.Store.CreateDbContextAsync();
        var row = await db.Destinations.SingleAsync(one => one.Id == added.Destination!.Destination.Id);
        var opened = service.Get<DestinationOpening>().TryOpen(row).Opened.ShouldNotBeNull();
        using var target = opened.Target;
        return (await OfAllAsync(opened)).ToDictionary(group => group.Key, group => group.ToList());
    }
}
