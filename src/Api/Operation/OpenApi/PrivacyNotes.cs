namespace Tracking.Api.Operation.OpenApi;

/// <summary>Notes on privacy.</summary>
internal static class PrivacyNotes
{
    public static IReadOnlyDictionary<string, OperationNote> All { get; } = new Dictionary<string, OperationNote>
    {
        ["GET v1/events/{messageId}/trace"] = new("getTrace", "What each step decided on one event",
            "Validation, consent and what decided about it (siteDefault, event, record, globalPrivacyControl, doNotTrack), enrichment, store, public bus, and every destination. An event that was rejected or dropped is not stored, and 404.")
        {
            Parameters = [new(new Field("messageId", "The sender's id of the event."), "m-1")],
            Answer =
                """
                { "messageId": "m-1", "event": 4711, "type": "page_view",
                  "validation": { "timestamp": "2026-05-17T10:05:01+00:00", "receivedAt": "2026-05-17T10:05:03.12+00:00" },
                  "consent": { "analytics": true, "marketing": false, "personalization": false, "anonymised": false,
                    "basis": { "analytics": "event", "marketing": "globalPrivacyControl", "personalization": "siteDefault" } },
                  "enrichment": { "address": "truncated", "geo": { "country": "BR", "region": null, "city": null }, "device": null, "traffic": null, "botSignals": [] },
                  "store": { "session": "42", "visitorId": "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10" }, "publish": { "state": "published" },
                  "destinations": [ { "destination": 1, "name": "warehouse", "kind": "webhook", "state": "confirmed", "reason": null, "attempts": 1,
                    "at": "2026-05-17T10:05:04+00:00", "nextAttemptAt": null } ] }
                """,
            Problems = [StatusCodes.Status404NotFound],
        },
    };
}
