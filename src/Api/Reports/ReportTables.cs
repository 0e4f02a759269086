using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Events;
using Tracking.Application.Reports.Overview;
using Tracking.Application.Reports.Quality;
using Tracking.Application.Reports.Reconciliation;
using Tracking.Application.Reports.Timeseries;

namespace Tracking.Api.Reports;

/// <summary>The answers as tables.</summary>
internal static class ReportTables
{
    /// <summary>A line a figure, since revenue has as many as there are currencies.</summary>
    public static CsvTable Of(OverviewReport report)
    {
        var (now, before) = (report.Metrics, report.Previous);
        var table = new CsvTable("metric", "currency", "value", "previous")
            .Add("visitors", null, now.Visitors, before?.Visitors)
            .Add("sessions", null, now.Sessions, before?.Sessions)
            .Add("pageViews", null, now.PageViews, before?.PageViews)
            .Add("events", null, now.Events, before?.Events)
            .Add("bounceRate", null, now.BounceRate, before?.BounceRate)
            .Add("averageSessionSeconds", null, now.AverageSessionSeconds, before?.AverageSessionSeconds)
            .Add("transactions", null, now.Transactions, before?.Transactions);
        var currencies = now.Revenue.Concat(before?.Revenue ?? []).Select(revenue => revenue.Currency).Distinct().Order(StringComparer.Ordinal);
        return table.AddAll(currencies, currency => ["revenue", currency, AmountOf(now, currency), before is null ? null : AmountOf(before, currency)]);
    }

    public static CsvTable Of(TimeseriesReport report)
    {
        string[] names = ["start", "visitors", "sessions", "pageViews", "events", "transactions"];
        if (report.Previous is not { } previous)
            return new CsvTable(names).AddAll(report.Points, Cells);

        // Of two months one may have a day more, and a line without a point of the other.
        var nothing = new object?[names.Length];
        return new CsvTable([.. names, .. names.Select(Previous)]).AddAll(
            Enumerable.Range(0, Math.Max(report.Points.Count, previous.Count)),
            line => [.. CellsOf(report.Points, line), .. CellsOf(previous, line)]);

        IEnumerable<object?> CellsOf(IReadOnlyList<TimeseriesPoint> points, int line) => line < points.Count ? Cells(points[line]) : nothing;

        static object?[] Cells(TimeseriesPoint point) =>
            [point.Start, point.Visitors, point.Sessions, point.PageViews, point.Events, point.Transactions];
    }

    public static CsvTable Of(BreakdownReport report)
    {
        string[] figures = ["visitors", "sessions", "pageViews", "events"];
        if (report.Previous is not { } previous)
            return new CsvTable(["value", .. figures]).AddAll(report.Rows, row => [row.Value, .. Cells(row)]);
        return new CsvTable(["value", .. figures, .. figures.Select(Previous)]).AddAll(
            report.Rows.Zip(previous), row => [row.First.Value, .. Cells(row.First), .. Cells(row.Second)]);

        static object?[] Cells(BreakdownRow row) => [row.Visitors, row.Sessions, row.PageViews, row.Events];
    }

    public static CsvTable Of(QualityReport report)
    {
        var reasons = Enum.GetValues<RejectionReason>().Select(Words.Of)
            .Union(report.Days.SelectMany(day => day.Rejected.Keys)).ToList();
        var names = reasons.Select(reason => $"rejected.{reason}");
        return new CsvTable(["day", "received", "accepted", "anonymised", "dropped", "duplicates", .. names]).AddAll(report.Days, day =>
        [
            day.Day, day.Received, day.Accepted, day.Anonymised, day.Dropped, day.Duplicates,
            .. reasons.Select(reason => (object?)day.Rejected.GetValueOrDefault(reason)),
        ]);
    }

    public static CsvTable Of(ReconciliationReport report) =>
        new CsvTable("day", "destination", "name", "kind", "stored", "before", "withheld", "filtered", "sent", "confirmed", "failed", "waiting").AddAll(
            report.Days.SelectMany(day => day.Destinations.Select(at => (day, at))), row =>
        [
            row.day.Day, row.at.Destination, row.at.Name, row.at.Kind, row.day.Stored,
            row.at.Before, row.at.Withheld, row.at.Filtered, row.at.Sent, row.at.Confirmed, row.at.Failed, row.at.Waiting,
        ]);

    public static CsvTable Of(RejectedSamplesReport report) =>
        new CsvTable("time", "type", "path", "reason").AddAll(report.Samples, sample =>
            [sample.Time, sample.Type, sample.Path, sample.Reason]);

    public static CsvTable Of(EventsReport report) =>
        new CsvTable(
            "type", "name", "messageId", "timestamp", "receivedAt", "site", "visitorId", "sessionId", "anonymousId", "userId",
            "page.url", "page.path", "page.hostname", "page.title", "page.referrer",
            "campaign.source", "campaign.medium", "campaign.name", "campaign.term", "campaign.content",
            "traffic.channel", "traffic.source", "traffic.medium", "traffic.referrer",
            "device.type", "device.browser", "device.browserVersion", "device.os", "device.osVersion", "device.bot",
            "geo.country", "geo.region", "geo.city",
            "consent.analytics", "consent.marketing", "consent.personalization", "consent.anonymised",
            "properties",
            // What came later stands last, so that who reads by position reads on.
            "traffic.campaign", "traffic.term", "traffic.content").AddAll(report.Events, one =>
        [
            one.Type, one.Name, one.MessageId, one.Timestamp, one.ReceivedAt, one.Site, one.VisitorId, one.SessionId, one.AnonymousId, one.UserId,
            one.Page?.Url, one.Page?.Path, one.Page?.Hostname, one.Page?.Title, one.Page?.Referrer,
            one.Campaign?.Source, one.Campaign?.Medium, one.Campaign?.Name, one.Campaign?.Term, one.Campaign?.Content,
            one.Traffic?.Channel, one.Traffic?.Source, one.Traffic?.Medium, one.Traffic?.Referrer,
            one.Device?.Type, one.Device?.Browser, one.Device?.BrowserVersion, one.Device?.Os, one.Device?.OsVersion, one.Device?.Bot,
            one.Geo?.Country, one.Geo?.Region, one.Geo?.City,
            one.Consent.Analytics, one.Consent.Marketing, one.Consent.Personalization, one.Consent.Anonymised,
            one.Properties is { ValueKind: not JsonValueKind.Undefined } properties ? properties.GetRawText() : null,
            one.Traffic?.Campaign, one.Traffic?.Term, one.Traffic?.Content,
        ]);

    private static string Previous(string name) => $"previous.{name}";

    private static decimal AmountOf(OverviewMetrics metrics, string currency) =>
        metrics.Revenue.FirstOrDefault(revenue => revenue.Currency == currency)?.Amount ?? 0;
}
