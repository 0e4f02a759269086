using System.Text.Json;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Api.Problems;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Consent;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Api.Consent;

/// <summary>Decisions on record (HTTP contract v1, "Consent").</summary>
internal static class ConsentEndpoints
{
    private const string Path = "/v1/consents";
    private const int MaxBodyBytes = 32_768;
    private const int MaxIdLength = 256;

    /// <summary>Maps them.</summary>
    public static void MapConsents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, RecordAsync).WithName("recordConsent").WithTags("Consent").Produces<RecordedAnswer>(StatusCodes.Status201Created).CollectsFromBrowsers();
        routes.MapMethods(Path, [HttpMethods.Options], CollectCors.Preflight).ExcludeFromDescription();
        routes.MapGet(Path, HistoryAsync).WithName("getConsents").WithTags("Consent").Produces<HistoryAnswer>().RequireScope(KeyScopes.Privacy);
    }

    private static async Task<IResult> RecordAsync(HttpContext context, IConsentRecords records, LargeBodies large)
    {
        var caller = context.GetCaller();
        using var body = new RequestBody(large);
        if (await body.ReadAsync(context.Request, MaxBodyBytes, context.RequestAborted) is { } unreadable)
            return unreadable;
        var errors = new List<FieldError>();
        ConsentSubject? subject;
        ConsentStatement statement;
        try
        {
            using var json = JsonDocument.Parse(body.Bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return Problem.Invalid(string.Empty, $"must be an object, not {JsonFields.KindOf(json.RootElement)}");
            var fields = new JsonFields(json.RootElement, string.Empty, errors);
            subject = SubjectOf(fields.Text("anonymousId", MaxIdLength), fields.Text("userId", MaxIdLength));
            if (subject is null && errors.Count == 0)
                fields.Fail("anonymousId", RejectionReason.Missing, "is required, or userId; only one of them");
            else if (subject is { Kind: ConsentSubjectKind.UserId } && !caller.IsServer)
                fields.Fail("userId", RejectionReason.InvalidValue, "needs a secret key; a write key may name an anonymousId only");
            statement = new ConsentStatement(fields.Object("decisions").Choices(), fields.Text("policyVersion"), fields.Text("source"));
            if (statement.Choices.IsUnknown && errors.Count == 0)
                fields.Fail("decisions", RejectionReason.Missing, "is required: { \"analytics\": true, \"marketing\": false, … } or Google Consent Mode's names");
        }
        catch (JsonException exception)
        {
            return RequestBody.NotJson(exception);
        }

        if (errors.Count > 0)
            return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));
        var receipt = await records.RecordAsync(caller.Site, subject!, statement, context.RequestAborted);
        return TypedResults.Json(
            new RecordedAnswer(receipt.ReceiptId, receipt.RecordedAt, DecisionsAnswer.Of(receipt.Statement.Choices)),
            statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, IConsentRecords records, string? anonymousId, string? userId)
    {
        if (SubjectOf(anonymousId, userId) is not { } subject)
            return Problem.Invalid("anonymousId", "is required, or userId; only one of them");
        var history = await records.HistoryAsync(context.GetCaller().Site, subject, context.RequestAborted);
        var current = history.Reverse().Aggregate(ConsentChoices.Unknown, (sum, receipt) => receipt.Statement.Choices.Over(sum));
        return TypedResults.Json(new HistoryAnswer(DecisionsAnswer.Of(current), [.. history.Select(receipt => new ReceiptAnswer(
            receipt.ReceiptId,
            receipt.RecordedAt,
            DecisionsAnswer.Of(receipt.Statement.Choices),
            receipt.Statement.PolicyVersion,
            receipt.Statement.Source))]));
    }

    private static ConsentSubject? SubjectOf(string? anonymousId, string? userId) => (anonymousId, userId) switch
    {
        ({ Length: > 0 and <= MaxIdLength }, null) => new ConsentSubject(ConsentSubjectKind.AnonymousId, anonymousId),
        (null, { Length: > 0 and <= MaxIdLength }) => new ConsentSubject(ConsentSubjectKind.UserId, userId),
        _ => null,
    };
}

/// <summary>Decisions per purpose; <c>null</c>: none.</summary>
internal sealed record DecisionsAnswer(bool? Analytics, bool? Marketing, bool? Personalization)
{
    /// <summary>The answer's form of some choices.</summary>
    public static DecisionsAnswer Of(ConsentChoices choices) => new(choices.Analytics, choices.Marketing, choices.Personalization);
}

/// <summary>A decision that was put on record.</summary>
internal sealed record RecordedAnswer(Guid ReceiptId, DateTimeOffset RecordedAt, DecisionsAnswer Decisions);

/// <summary>A decision on record.</summary>
internal sealed record ReceiptAnswer(
    Guid ReceiptId, DateTimeOffset RecordedAt, DecisionsAnswer Decisions, string? PolicyVersion, string? Source);

/// <summary>What is on record for a subject: what holds now, and the newest 1,000 decisions, newest first.</summary>
internal sealed record HistoryAnswer(DecisionsAnswer Current, IReadOnlyList<ReceiptAnswer> History);
