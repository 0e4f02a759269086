using static Tracking.Api.Operation.OpenApi.Field;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>Notes on destinations.</summary>
internal static class DestinationNotes
{
    private const string DestinationJson =
        """
        { "id": 1, "kind": "webhook", "name": "warehouse", "requires": [ "analytics" ], "paused": false,
          "settings": { "url": "https://collect.example/events", "secret": "***", "batchSize": 100, "ordered": false },
          "rules": { "types": [ "transaction" ], "bots": false, "where": [], "set": [], "drop": [ "properties.coupon" ] },
          "trouble": null, "troubleSince": null, "createdAt": "2026-05-17T10:05:03+00:00" }
        """;

    private const string RulesJson =
        """
        "rules": { "types": [ "transaction" ], "where": [ { "path": "geo.country", "in": [ "BR" ] } ],
          "set": [ { "path": "name", "value": "Sale" }, { "path": "properties.channel", "from": "traffic.channel" } ], "drop": [ "properties.coupon" ] }
        """;

    private static readonly ParameterNote IdInPath = new(Count("id", "The destination's number.", 1), "1");

    private static readonly Field[] Members =
    [
        new("name", "Its name for people. Default its kind.") { MaxLength = 128 },
        Word("requires", "What a visitor must have consented to for an event to be sent: all of them. Default the kind's own.", "analytics", "marketing") with { IsList = true },
        Flag("paused", "Whether nothing is sent for now; what is stored meanwhile waits."),
        Free("settings", "The kind's own (docs/forward). A secret is never shown, and stays where it is absent."),
        Group(
            "rules",
            "What it gets, and how that is changed on the way. Default all events but those of bots, as they are.",
            Texts("types", "Event types; empty: all."),
            Flag("bots", "Whether events of bots are sent too."),
            Group("where", "Conditions, all of which must hold.",
                new Field("path", "A path of the event, as the report of events shows it: properties.plan.").Required(),
                Texts("in", "Texts of which it must be one; empty: it must be there."),
                Flag("not", "Whether it must not.")) with { IsList = true },
            Group("set", "What is set, in this order.",
                new Field("path", "Below name, properties, page, campaign, traffic or geo.").Required(),
                new Field("from", "The path of the value."),
                new Field("value", "Or a constant.")) with { IsList = true },
            Texts("drop", "Paths of what is left out.")),
    ];

    private static readonly Field[] Window =
    [
        new Field("from", "Events of this time on: a date in the site's zone, or a time.").Required(),
        new Field("to", "Before this time.").Required(),
    ];

    public static IReadOnlyDictionary<string, OperationNote> All { get; } = new Dictionary<string, OperationNote>
    {
        ["GET v1/destinations"] = new("listDestinations", "List destinations", "Those of the key's site, and the kinds that can be added.")
        {
            Answer = "{ \"destinations\": [ " + DestinationJson + " ], \"kinds\": [ \"webhook\" ] }",
        },
        ["POST v1/destinations"] = new("addDestination", "Add a destination",
            "It gets what is stored from now on; what was stored before can be replayed. It works within 5 seconds.")
        {
            Body = BodyNote.Of(
                [new Field("kind", "What it is: one of the list's kinds.").Required(), .. Members],
                """{ "kind": "webhook", "name": "warehouse", "settings": { "url": "https://collect.example/events", "secret": "whsec_…" }, """ + RulesJson + " }"),
            Status = StatusCodes.Status201Created,
            Success = "Added.",
            Answer = DestinationJson,
        },
        ["GET v1/destinations/{id}"] = new("getDestination", "Read a destination", "With what keeps it from being sent to just now, if anything does.")
        {
            Parameters = [IdInPath],
            Answer = DestinationJson,
            Problems = [StatusCodes.Status404NotFound],
        },
        ["PATCH v1/destinations/{id}"] = new("changeDestination", "Change a destination", "What is given is set, the rest stays; settings and rules as a whole, but for secrets.")
        {
            Parameters = [IdInPath],
            Body = BodyNote.Of(Members, """{ "paused": true }"""),
            Answer = DestinationJson,
            Problems = [StatusCodes.Status404NotFound],
        },
        ["DELETE v1/destinations/{id}"] = new("deleteDestination", "Delete a destination", "Nothing more is sent to it, and what is known of its deliveries is deleted.")
        {
            Parameters = [IdInPath],
            Status = StatusCodes.Status204NoContent,
            Success = "Deleted.",
            Problems = [StatusCodes.Status404NotFound],
        },
        ["GET v1/destinations/{id}/deliveries"] = new("listDeliveries", "List deliveries",
            "What became of each event, newest event first: waiting, withheld (no consent), filtered (rules, or nothing for its type), sent, confirmed, failed. No personal data is in it.")
        {
            Parameters =
            [
                IdInPath,
                new(Word("state", "In this state only.", "waiting", "withheld", "filtered", "sent", "confirmed", "failed"), "failed"),
                new(Count("before", "Of events with a lower number: nextBefore of the page before.", 1), "4711"),
                new(Count("limit", "At most so many. Default 100.", 1, 1_000), "100"),
            ],
            Answer =
                """
                { "deliveries": [ { "event": 4711, "state": "failed", "reason": "http_400", "attempts": 1, "at": "2026-05-17T10:05:03+00:00", "nextAttemptAt": null } ],
                  "nextBefore": null }
                """,
            Problems = [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound],
        },
        ["POST v1/destinations/{id}/replay"] = new("replayDeliveries", "Send events again",
            "Events of a time that came to a state, failed where none is said, and with a reason if one is. Rules, settings and consent are those of now. state waiting: those that were stored before the destination was added.")
        {
            Parameters = [IdInPath],
            Body = BodyNote.Of(
                [
                    .. Window,
                    Word("state", "What they came to. Default failed.", "failed", "withheld", "filtered", "sent", "confirmed", "waiting"),
                    new Field("reason", "For this reason only."),
                ],
                """{ "from": "2026-05-17", "to": "2026-05-18", "state": "failed", "reason": "http_400" }"""),
            Status = StatusCodes.Status202Accepted,
            Success = "They are in line.",
            Answer = """{ "events": 120 }""",
            Problems = [StatusCodes.Status404NotFound],
        },
        ["POST v1/destinations/{id}/test"] = new("testDestination", "Try a destination out",
            "Sends a page view that is made up, in the way that the platform has for trying out; where it has none, as any other event.")
        {
            Parameters = [IdInPath],
            Answer = """{ "taken": false, "says": [ "http_401" ] }""",
            Problems = [StatusCodes.Status404NotFound],
        },
        ["POST v1/destinations/{id}/dry-run"] = new("dryRunDestination", "See what a change would do",
            "Goes through stored events of a time, the newest 1,000, by what is set now and by the draft that is sent, and shows the differences. Nothing is sent or changed.")
        {
            Parameters = [IdInPath],
            Body = BodyNote.Of([.. Window, .. Members], """{ "from": "2026-05-17", "to": "2026-05-18", """ + RulesJson + " }"),
            Answer =
                """
                { "events": 2, "complete": true, "now": { "sent": 2 }, "draft": { "sent": 1, "filtered": 1 }, "different": 1,
                  "examples": [ { "event": 7, "now": { "state": "sent", "reason": null, "payload": "{}" }, "draft": { "state": "filtered", "reason": "rules", "payload": null } } ] }
                """,
            Problems = [StatusCodes.Status404NotFound],
        },
    };
}
