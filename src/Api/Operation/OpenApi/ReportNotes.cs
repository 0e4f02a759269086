using System.Text.Json.Nodes;
using Tracking.Application.Collect;
using Tracking.Application.Reports;
using static Tracking.Api.Operation.OpenApi.Field;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>Notes on reports.</summary>
internal static class ReportNotes
{
    private const string Head = "\"site\": \"shop\", \"from\": \"2026-05-01T00:00:00-03:00\", \"to\": \"2026-05-31T00:00:00-03:00\", \"timezone\": \"America/Sao_Paulo\"";
    private const string TimeForm = "a date (2026-05-17: its start in the zone), an ISO 8601 time, or epoch milliseconds";

    private static readonly ParameterNote[] Range =
    [
        new(new Field("site", "The site; default, and only allowed: the key's own."), "shop"),
        new(new Field("from", $"Start of the range: {TimeForm}. Default: 30 days before to."), "2026-05-01"),
        new(new Field("to", $"End of the range, not in it: {TimeForm}. Default: the end of today."), "2026-05-31"),
        new(new Field("timezone", "IANA zone in whose days the range is cut. Default: the site's."), "America/Sao_Paulo"),
    ];

    private static readonly ParameterNote Bots = new(Word("bots", "include: programs' events count too.", "include"), "include");

    private static readonly ParameterNote Compare = new(
        Word("compare", "previous: also the range before, of as many of the zone's days, where the answer has a previous.", "previous"), "previous");

    private static readonly ParameterNote Filter = new(
        Texts("filter", "dimension==value, dimension!=value or dimension=~part (contains, case ignored); dimension==null asks for what has no "
            + $"value. Several are and-ed. Dimensions: {Dimensions.Names}."),
        "page==/shoes");

    private static ParameterNote FormatOf(params IReadOnlyList<string> formats) =>
        new(Word("format", "Form of the answer; else the header Accept decides.", formats), formats[^1]);

    private static ParameterNote Limit(string what, int most) =>
        new(Count("limit", $"How many {what} at most.", 1, most) with { Default = (JsonNode)100 }, "100");

    public static IReadOnlyDictionary<string, OperationNote> All { get; } = new Dictionary<string, OperationNote>
    {
        ["GET v1/reports/overview"] = new("getOverview", "The figures of a range as a whole",
            "visitors are distinct visitor ids (anonymousId, else userId, else the cookieless id of the day); a session ends with a gap of 30 "
            + "minutes; bounceRate is the part of the sessions with one page view and nothing else; transactions are distinct completed orders.")
        {
            Parameters = [.. Range, Bots, Compare, Filter, FormatOf("json", "csv")],
            Answer = "{ " + Head +
                """
                , "metrics": { "visitors": 1204, "sessions": 1530, "pageViews": 4711, "events": 6021, "bounceRate": 0.41,
                  "averageSessionSeconds": 83.5, "transactions": 57, "revenue": [ { "currency": "EUR", "amount": 4310.20 } ] }, "previous": null }
                """,
        },
        ["GET v1/reports/timeseries"] = new("getTimeseries", "The figures of each hour, day, week or month",
            "Every interval that the range touches, in order, also those in which nothing happened; in the zone's own days, clock changes included. With compare=previous, previous has the points of the range before.")
        {
            Parameters =
            [
                new(Word("interval", "Into what the range is cut; weeks begin on Monday.", "hour", "day", "week", "month") with { Default = "day" }, "day"),
                .. Range, Bots, Compare, Filter, FormatOf("json", "csv"),
            ],
            Answer = "{ " + Head +
                """
                , "interval": "day", "points": [ { "start": "2026-05-01T00:00:00-03:00", "visitors": 40, "sessions": 45, "pageViews": 130, "events": 170, "transactions": 2 } ], "previous": null }
                """,
        },
        ["GET v1/reports/breakdown"] = new("getBreakdown", "The figures of each value of a dimension",
            "By a dimension of the event (page, title, hostname, event): its events with that value, and the visitors and sessions that have such an "
            + "event. By one of the session (entryPage, exitPage): the sessions that begin in the range. Most visitors first; no value is null. "
            + "With compare=previous, previous has the same values' figures in the range before, row by row.")
        {
            Parameters =
            [
                new(Word("dimension", "By what.", [.. Dimensions.All.Select(dimension => dimension.Name)]).Required(), "page"),
                Limit("rows", 1_000),
                new(Count("offset", "After how many rows.", 0) with { Default = (JsonNode)0 }, "0"),
                .. Range, Bots, Compare, Filter, FormatOf("json", "csv"),
            ],
            Answer = "{ " + Head +
                """
                , "dimension": "page", "rows": [ { "value": "/shoes", "visitors": 310, "sessions": 352, "pageViews": 420, "events": 610 } ], "total": 84, "previous": null }
                """,
        },
        ["GET v1/reports/events"] = new("getEvents", "The events themselves, newest first",
            "Each as it was stored. Ask for the next page with nextCursor; as lines or a table, the header Link has its address.")
        {
            Parameters =
            [
                new(Word("type", "Only events of this type.", [.. EventTypes.All.Select(type => type.Name)]), "page_view"),
                new(new Field("cursor", "nextCursor of the page before."), "AAABl6Deb4AAAAAAAAAAKg"),
                Limit("events", 1_000),
                .. Range, Bots, Compare, Filter, FormatOf("json", "csv", "ndjson"),
            ],
            Answer = "{ " + Head +
                """
                , "events": [ { "type": "page_view", "name": null, "messageId": "3e4f0c6a-page", "timestamp": "2026-05-17T10:05:01+00:00",
                  "receivedAt": "2026-05-17T10:05:03.12+00:00", "site": "shop", "visitorId": "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10", "sessionId": "42",
                  "anonymousId": "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10", "userId": null,
                  "properties": { "url": "https://shop.example/shoes?utm_source=news", "title": "Shoes", "referrer": "https://news.example/" },
                  "page": { "url": "https://shop.example/shoes?utm_source=news", "path": "/shoes", "hostname": "shop.example", "title": "Shoes", "referrer": "https://news.example/" },
                  "campaign": null, "geo": null,
                  "traffic": { "channel": "Unassigned", "source": "news", "medium": null, "referrer": "news.example", "campaign": null, "term": null, "content": null },
                  "device": { "type": null, "browser": null, "browserVersion": null, "os": null, "osVersion": null, "bot": false },
                  "consent": { "analytics": true, "marketing": false, "personalization": false, "anonymised": false } } ], "nextCursor": null }
                """,
        },
        ["GET v1/reports/quality"] = new("getQuality", "What became of received events, day by day",
            "By day of receipt: received is the sum of the others; rejected by reason. Counts are kept by quarters of an hour.")
        {
            Parameters = [.. Range, Bots, Compare, FormatOf("json", "csv")],
            Answer = "{ " + Head +
                """
                , "days": [ { "day": "2026-05-17", "received": 1000, "accepted": 800, "anonymised": 150, "dropped": 10, "duplicates": 30, "rejected": { "missing": 8, "wrongType": 2 } } ] }
                """,
        },
        ["GET v1/reports/reconciliation"] = new("getReconciliation", "What became of stored events at each destination, day by day",
            "By the events' own time. At each destination every stored event is in exactly one count: before (stored before it was added), withheld (consent), filtered (rules, or nothing for its type), sent, confirmed, failed, waiting.")
        {
            Parameters = [.. Range, Bots, Compare, FormatOf("json", "csv")],
            Answer = "{ " + Head +
                """
                , "days": [ { "day": "2026-05-17", "stored": 950, "destinations": [ { "destination": 1, "name": "warehouse", "kind": "webhook",
                  "before": 0, "withheld": 150, "filtered": 20, "sent": 0, "confirmed": 775, "failed": 1, "waiting": 4 } ] } ] }
                """,
        },
        ["POST v1/reports/reconciliation"] = new("reconcileOrders", "Hold the shop's own orders against what is stored",
            "Completed orders of the range, as JSON or as CSV with the columns orderId, value and currency (at most 50,000, each once). Every order that is missing, doubled, different, out of the range or not in the list is told, with what it means and what became of it at each destination.")
        {
            Parameters = [.. Range, Bots, Compare],
            Body = BodyNote.Of(
                [
                    Group("orders", "The orders.",
                        new Field("orderId", "The shop's id.") { MaxLength = 256, IsRequired = true },
                        Money("value", "Its value; absent: not compared."),
                        new Field("currency", "Its currency; absent: not compared.") { MaxLength = 3 }).Required() with { IsList = true },
                ],
                """{ "orders": [ { "orderId": "4711", "value": 129.90, "currency": "EUR" } ] }"""),
            Answer = "{ " + Head +
                """
                , "listed": 58, "matched": 57, "unlisted": 0, "findings": [ { "orderId": "4711", "finding": "different",
                  "explanation": "Its value is 109.16 where the list says 129.9: with or without tax and shipping, or changed after the purchase.",
                  "stored": [ { "event": 4711, "time": "2026-05-17T10:05:01+00:00", "status": "completed", "value": 109.16, "currency": "EUR", "destinations": { "1": "confirmed" } } ] } ] }
                """,
        },
        ["GET v1/reports/quality/rejected"] = new("getRejectedSamples", "Samples of rejected events, newest first",
            "Time, type, path and reason; never a value. The newest 1,000 of a site are kept.")
        {
            Parameters = [Limit("samples", 1_000), .. Range, Bots, Compare, FormatOf("json", "csv")],
            Answer = "{ " + Head +
                """
                , "samples": [ { "time": "2026-05-17T10:05:03+00:00", "type": "page_view", "path": "properties.url", "reason": "missing" } ] }
                """,
        },
    };
}
