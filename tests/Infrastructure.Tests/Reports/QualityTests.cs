using NodaTime;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Quality;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Reports;

[Collection(StoreTests.Name)]
public sealed class QualityTests(TestStores stores)
{
    private static readonly DateTimeZone Kathmandu = DateTimeZoneProviders.Tzdb["Asia/Kathmandu"];

    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_received_event_is_counted_on_the_zones_day_by_what_became_of_it(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var (site, other) = (await store.NewSiteAsync(), await store.NewSiteAsync());
        // 18:15 UTC is midnight in Kathmandu.
        var midnight = Instant.FromUtc(2026, 5, 16, 18, 15);
        await using (var db = store.CreateDbContext())
        {
            db.IntakeCounts.AddRange(
                Count(site, midnight - Duration.FromMinutes(15), IntakeKind.Accepted, string.Empty, 1_000),
                Count(site, midnight, IntakeKind.Accepted, string.Empty, 10),
                Count(site, midnight, IntakeKind.Anonymised, string.Empty, 5),
                Count(site, midnight, IntakeKind.Rejected, "missing", 1),
                Count(site, midnight, IntakeKind.Rejected, "tooLong", 2),
                Count(site, midnight + Duration.FromHours(12), IntakeKind.Rejected, "missing", 3),
                Count(site, midnight + Duration.FromHours(12), IntakeKind.Dropped, "noConsent", 4),
                Count(site, midnight + Duration.FromHours(12), IntakeKind.Dropped, "noConsentToIdentify", 6),
                Count(site, midnight + Duration.FromHours(48), IntakeKind.Duplicate, string.Empty, 7),
                Count(site, midnight + Duration.FromHours(72), IntakeKind.Accepted, string.Empty, 1_000),
                Count(other, midnight, IntakeKind.Accepted, string.Empty, 1_000));
            await db.SaveChangesAsync();
        }

        var report = await store.Mediator.Send(new GetQuality(About(site, midnight, midnight + Duration.FromDays(3))));

        report.Days.Select(day => (day.Day.Day, day.Received, day.Accepted, day.Anonymised, day.Dropped, day.Duplicates))
            .ShouldBe([(17, 31, 10, 5, 10, 0), (18, 0, 0, 0, 0, 0), (19, 7, 0, 0, 0, 7)]);
        report.Days[0].Rejected.ShouldBe(new Dictionary<string, long> { ["missing"] = 4, ["tooLong"] = 2 }, ignoreOrder: true);
        report.Days[1].Rejected.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Rejected_samples_are_newest_first_and_of_the_range(StoreKind kind)
    {
        var store = await stores.OfAsync(kind);
        var (site, other) = (await store.NewSiteAsync(), await store.NewSiteAsync());
        await using (var db = store.CreateDbContext())
        {
            db.RejectedSamples.AddRange(
                Sample(site, 2_000, "page_view", "properties.url"),
                Sample(site, 1_000, null, "type"),
                Sample(site, 2_000, "click", "properties.kind"),
                Sample(site, 3_000, "click", "late"),
                Sample(other, 2_000, "click", "other"));
            await db.SaveChangesAsync();
        }

        var scope = About(site, Instant.FromUnixTimeMilliseconds(1_000), Instant.FromUnixTimeMilliseconds(3_000));
        var report = await store.Mediator.Send(new GetRejectedSamples(scope, 10));

        report.Samples.Select(sample => sample.Path).ShouldBe(["properties.kind", "properties.url", "type"]);
        report.Samples[2].ShouldBe(new RejectedSample(DateTimeOffset.FromUnixTimeMilliseconds(1_000), null, "type", "missing"));
        (await store.Mediator.Send(new GetRejectedSamples(scope, 1))).Samples.Count.ShouldBe(1);
    }

    private static ReportScope About(Site site, Instant from, Instant to) => new(site, new ReportRange(from, to, Kathmandu), IncludeBots: false, []);

    private static IntakeCountRow Count(Site site, Instant quarter, IntakeKind kind, string reason, long count) => new()
    {
        SiteId = site.Id,
        QuarterStartMs = quarter.ToUnixTimeMilliseconds(),
        Kind = kind,
        Reason = reason,
        Count = count,
    };

    private static RejectedSampleRow Sample(Site site, long ms, string? type, string path) => new()
    {
        SiteId = site.Id,
        ReceivedAtMs = ms,
        Type = type,
        Path = path,
        Reason = "missing",
    };
}
