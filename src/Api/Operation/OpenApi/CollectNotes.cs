using static Tracking.Api.Operation.OpenApi.Field;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>Notes on collecting.</summary>
internal static class CollectNotes
{
    public static IReadOnlyDictionary<string, OperationNote> All { get; } = new Dictionary<string, OperationNote>
    {
        ["POST v1/events"] = new("collectEvents", "Collect one event or a batch",
            "202 is a promise: every accepted or anonymised event survives the death of any process and is counted once however often "
            + "it is sent. accepted are stored whole, anonymised without identifiers, dropped not at all; rejected names each event that "
            + "breaks the contract, with the paths of what is wrong. If all are rejected, the answer is 400 with the same members. "
            + "Content types application/json and text/plain (which browsers send without a preflight); Content-Encoding gzip, br or "
            + "deflate; at most 2,500 events and 512,000 bytes after decompression. The batch's context is stored with "
            + "each event: it counts towards the 32 KiB of each, and its size times the number of events may be at most 4 MiB.")
        {
            Body = new BodyNote([], EventSchemas.Examples),
            Status = StatusCodes.Status202Accepted,
            Success = "Stored durably, except what is dropped or rejected.",
            Answer =
                """
                { "accepted": 18, "anonymised": 1, "dropped": 0, "duplicates": 0,
                  "rejected": [ { "index": 3, "messageId": "b-4", "errors": { "properties.url": [ "is required: must be an absolute http or https URL of at most 2048 characters" ] } } ] }
                """,
        },
    };
}

/// <summary>Notes on decisions on record.</summary>
internal static class ConsentNotes
{
    private static readonly Field AnonymousId = new("anonymousId", "The browser whose decision it is; give this or userId.") { MaxLength = 256 };
    private static readonly Field UserId = new("userId", "The person whose decision it is; a secret key's word only.") { MaxLength = 256 };

    public static IReadOnlyDictionary<string, OperationNote> All { get; } = new Dictionary<string, OperationNote>
    {
        ["POST v1/consents"] = new("recordConsent", "Put a decision on record",
            "Holds for later events of the same id, on every process within 5 seconds, unless an event itself brings a newer decision. "
            + "A write key may name an anonymousId only, and learns nothing of what was on record.")
        {
            Body = BodyNote.Of(
                [
                    AnonymousId,
                    UserId,
                    Of("decisions", "What was decided; at least one purpose.", EventSchemas.Consent).Required(),
                    new Field("policyVersion", "Version of the text that was shown."),
                    new Field("source", "Where the decision was taken: banner, account, …"),
                ],
                """
                { "anonymousId": "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10", "decisions": { "analytics": true, "marketing": false },
                  "policyVersion": "2026-05", "source": "banner" }
                """),
            Status = StatusCodes.Status201Created,
            Success = "On record, durably.",
            Answer =
                """
                { "receiptId": "0197a0de-5f0c-7b6e-8f43-6f6a3f7d2c11", "recordedAt": "2026-05-17T10:05:03.120+00:00",
                  "decisions": { "analytics": true, "marketing": false, "personalization": null } }
                """,
        },
        ["GET v1/consents"] = new("getConsents", "What is on record for a browser or a person", "What holds now, and the newest 1,000 decisions, newest first.")
        {
            Parameters =
            [
                new(AnonymousId, "7b0c5f2e-6d0a-4c5e-9a51-0d1d5c1f7a10"),
                new(new Field("userId", "The person whose decisions they are; give this or anonymousId.") { MaxLength = 256 }, "customer-17"),
            ],
            Answer =
                """
                { "current": { "analytics": true, "marketing": false, "personalization": null },
                  "history": [ { "receiptId": "0197a0de-5f0c-7b6e-8f43-6f6a3f7d2c11", "recordedAt": "2026-05-17T10:05:03.120+00:00",
                    "decisions": { "analytics": true, "marketing": false, "personalization": null }, "policyVersion": "2026-05", "source": "banner" } ] }
                """,
            Problems = [StatusCodes.Status400BadRequest],
        },
    };
}
