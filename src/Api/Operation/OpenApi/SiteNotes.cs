using static Tracking.Api.Operation.OpenApi.Field;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>Notes on sites and keys.</summary>
internal static class SiteNotes
{
    private const string SettingsJson =
        """
        "name": "The shop", "timezone": "America/Sao_Paulo", "consentMode": "opt-in", "withoutConsent": "anonymise", "origins": [ "https://shop.example" ],
        "hosts": [ "shop.example" ], "ipPolicy": "truncated", "honourDoNotTrack": false, "formFields": [], "queryParameters": [ "q" ],
        "anonymousProperties": [], "transactionsFrom": "any", "retentionDays": { "click": 365 }
        """;

    private const string SiteJson = "{ \"site\": \"shop\", " + SettingsJson + " }";

    private static readonly Field[] Settings =
    [
        new("name", "The site's name for people."),
        new("timezone", "IANA zone in whose days reports are cut. Default Etc/UTC."),
        Word("consentMode", "opt-in: a decision that is unknown is a refusal (the default); opt-out: it is a yes.", "opt-in", "opt-out"),
        Word("withoutConsent", "What becomes of events without analytics consent.", "anonymise", "drop"),
        Texts("origins", "Browser origins that may collect, like https://shop.example; empty: all."),
        Texts("hosts", "The site's own host names, so that a visit from one of them is no referral."),
        Word("ipPolicy", "How much of a visitor's address may be kept.", "none", "truncated", "full"),
        Flag("honourDoNotTrack", "Whether the header DNT: 1 denies analytics and marketing."),
        Texts("formFields", "Names of form fields whose values may be collected."),
        Texts("queryParameters", "Query parameters that are kept in URLs beside the campaign's."),
        Texts("anonymousProperties", "Properties of custom events that an anonymised event keeps."),
        Word("transactionsFrom", "server: what a write key sends as a transaction is a custom event.", "any", "server"),
        Free("retentionDays", "Days for which events are kept, by type; a type that is absent is kept for good."),
    ];

    private static readonly Field SiteName = new("site", "The site's short name: 1 to 63 of a-z, 0-9 and -.") { MaxLength = 63 };
    private static readonly ParameterNote SiteInPath = new(new Field("site", "The key's own site."), "shop");

    public static IReadOnlyDictionary<string, OperationNote> All { get; } = new Dictionary<string, OperationNote>
    {
        ["GET v1/sites"] = new("listSites", "List sites", "All sites of this installation, by name.")
        {
            Answer = "{ \"sites\": [ " + SiteJson + " ] }",
        },
        ["POST v1/sites"] = new("createSite", "Make a site", "With its first write key and secret key, which are shown this once.")
        {
            Body = BodyNote.Of([SiteName.Required(), .. Settings], """{ "site": "blog", "timezone": "Europe/Berlin", "origins": [ "https://blog.example" ] }"""),
            Status = StatusCodes.Status201Created,
            Success = "Made.",
            Answer = "{ \"site\": " + SiteJson + ", \"writeKey\": \"wk_…\", \"secretKey\": \"sk_…\" }",
            Problems = [StatusCodes.Status409Conflict],
        },
        ["GET v1/sites/{site}"] = new("getSite", "Read a site's settings", "All of them.")
        {
            Parameters = [SiteInPath],
            Answer = SiteJson,
        },
        ["PATCH v1/sites/{site}"] = new("updateSite", "Change a site's settings",
            "What is given is set, null goes back to the default, the rest stays. A change holds on every process within 5 seconds.")
        {
            Parameters = [SiteInPath],
            Body = BodyNote.Of(Settings, """{ "timezone": "America/Sao_Paulo", "origins": [ "https://shop.example" ] }"""),
            Answer = SiteJson,
            Problems = [StatusCodes.Status404NotFound],
        },
        ["DELETE v1/sites/{site}"] = new("deleteSite", "Erase a site",
            "The site and its keys are unknown at once; its events, sessions, decisions and counts are erased in the background, for good.")
        {
            Parameters = [SiteInPath, new(new Field("confirm", "The site's name once more.").Required(), "shop")],
            Status = StatusCodes.Status202Accepted,
            Success = "It is being erased.",
            Problems = [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound],
        },
        ["GET v1/sites/{site}/keys"] = new("listKeys", "List a site's keys", "Without the keys themselves: of those only hashes are stored.")
        {
            Parameters = [SiteInPath],
            Answer = """{ "keys": [ { "id": 2, "kind": "secret", "scopes": [ "reports" ], "name": "dashboard", "createdAt": "2026-05-17T10:05:03+00:00" } ] }""",
        },
        ["POST v1/sites/{site}/keys"] = new("createKey", "Make a key", "The key is shown this once. It can have no more scopes than the key that makes it.")
        {
            Parameters = [SiteInPath],
            Body = BodyNote.Of(
                [
                    Word("kind", "A write key is public and may only collect; a secret key has scopes.", "write", "secret").Required(),
                    Word("scopes", "Required of a secret key.", "collect", "reports", "privacy", "admin") with { IsList = true },
                    new Field("name", "What people call it.") { MaxLength = 128 },
                ],
                """{ "kind": "secret", "scopes": [ "reports" ], "name": "dashboard" }"""),
            Status = StatusCodes.Status201Created,
            Success = "Made.",
            Answer = """{ "id": 3, "kind": "secret", "scopes": [ "reports" ], "name": "dashboard", "createdAt": "2026-05-17T10:05:03+00:00", "key": "sk_…" }""",
        },
        ["DELETE v1/sites/{site}/keys/{id}"] = new("revokeKey", "Revoke a key", "It is refused here at once and on every process within 5 seconds.")
        {
            Parameters = [SiteInPath, new(Count("id", "The key's number.", 1), "3")],
            Status = StatusCodes.Status204NoContent,
            Success = "Revoked.",
            Problems = [StatusCodes.Status404NotFound],
        },
    };
}
