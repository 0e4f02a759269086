using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Consent;

/// <summary>The decisions on record.</summary>
public interface IConsentRecords
{
    /// <summary>
    /// The newest decision per purpose of either id. What another process recorded is seen within 5 seconds. While the record cannot be
    /// known (outage): the refusals that were read lately, else <see cref="RecordedConsent.None"/>.
    /// </summary>
    ValueTask<RecordedConsent> NewestAsync(Site site, string? anonymousId, string? userId, CancellationToken cancellationToken);

    /// <summary>Puts a decision on record, durably, before it returns.</summary>
    Task<ConsentReceipt> RecordAsync(Site site, ConsentSubject subject, ConsentStatement statement, CancellationToken cancellationToken);

    /// <summary>What is on record for a subject, newest first; at most the newest 1,000.</summary>
    Task<IReadOnlyList<ConsentReceipt>> HistoryAsync(Site site, ConsentSubject subject, CancellationToken cancellationToken);
}

/// <summary>Whose decision it is: a browser's (anonymousId) or a known person's (userId).</summary>
public sealed record ConsentSubject(ConsentSubjectKind Kind, string Id);

/// <summary>The kinds of subject.</summary>
public enum ConsentSubjectKind
{
    /// <summary>A browser.</summary>
    AnonymousId,

    /// <summary>A known person.</summary>
    UserId,
}

/// <summary>What was decided, on which text, where.</summary>
/// <param name="Choices">Per purpose yes, no, or nothing said.</param>
/// <param name="PolicyVersion">The version of the text that was shown; <c>null</c> when not said.</param>
/// <param name="Source">Where it was taken (<c>banner</c>, <c>account</c>, …); <c>null</c> when not said.</param>
public sealed record ConsentStatement(ConsentChoices Choices, string? PolicyVersion, string? Source);

/// <summary>A decision on record.</summary>
public sealed record ConsentReceipt(Guid ReceiptId, DateTimeOffset RecordedAt, ConsentStatement Statement);
