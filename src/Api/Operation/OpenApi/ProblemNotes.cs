namespace Tracking.Api.Operation.OpenApi;

/// <summary>The problems that callers meet, each with an example.</summary>
internal static class ProblemNotes
{
    private const string Keys = "Send a key as Authorization: Bearer, as X-Api-Key, as the user name of HTTP Basic, or, a write key, as ?key=.";

    /// <summary>By status: when it comes, and a body.</summary>
    public static IReadOnlyDictionary<int, (string When, string Json)> All { get; } = new Dictionary<int, (string, string)>
    {
        [400] = ("What was sent is not as the contract says; errors name what is wrong and what is allowed, by path.",
            """
            { "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "title": "The request is not as the contract says.", "status": 400,
              "detail": "See errors, by the path of what you sent.", "errors": { "timezone": [ "must be an IANA time zone such as America/Sao_Paulo" ] } }
            """),
        [401] = ("No key, an unknown one, or a secret key in the URL.",
            $$"""{ "type": "https://tools.ietf.org/html/rfc9110#section-15.5.2", "title": "A valid key is needed.", "status": 401, "detail": "{{Keys}}" }"""),
        [403] = ("The key lacks the scope or belongs to another site, or the browser's origin is not listed.",
            """
            { "type": "https://tools.ietf.org/html/rfc9110#section-15.5.4", "title": "The key may not do this.", "status": 403,
              "detail": "This needs the scope reports; the key has collect." }
            """),
        [404] = ("There is no such thing.",
            """{ "type": "https://tools.ietf.org/html/rfc9110#section-15.5.5", "title": "There is no such key.", "status": 404 }"""),
        [406] = ("Accept allows no form that the report has.",
            """{ "type": "https://tools.ietf.org/html/rfc9110#section-15.5.7", "title": "Not Acceptable", "status": 406, "detail": "Accept must allow one of application/json, text/csv." }"""),
        [409] = ("The name is taken.",
            """{ "type": "https://tools.ietf.org/html/rfc9110#section-15.5.10", "title": "A site of this name exists.", "status": 409, "detail": "Choose another name." }"""),
        [413] = ("Too many events or bytes; send less at once.",
            """
            { "type": "https://tools.ietf.org/html/rfc9110#section-15.5.14", "title": "The body is too large.", "status": 413,
              "detail": "At most 512000 bytes after decompression are allowed; send less at once." }
            """),
        [415] = ("The content type, charset or content encoding is not supported.",
            """
            { "type": "https://tools.ietf.org/html/rfc9110#section-15.5.16", "title": "The body's type is not supported.", "status": 415,
              "detail": "Send JSON in UTF-8 as Content-Type: application/json or text/plain." }
            """),
        [429] = ("Too many requests of one client network with one write key. Come back after Retry-After.",
            """
            { "type": "https://tools.ietf.org/html/rfc6585#section-4", "title": "Too many requests.", "status": 429,
              "detail": "At most 5000 a second from one network with one write key; send events in batches, or wait for Retry-After." }
            """),
        [503] = ("Nothing can be stored durably now, or the database does not answer. Nothing of the request was taken; send it again after Retry-After.",
            """
            { "type": "https://tools.ietf.org/html/rfc9110#section-15.6.4", "title": "Events cannot be stored durably now.", "status": 503,
              "detail": "What was sent may not have been stored. Send it again after Retry-After, with the same messageIds." }
            """),
    };
}
