namespace Tracking.Contracts.Privacy;

/// <summary>A visitor has decided anew; exchange <c>tracking.privacy</c>, routing key <c>&lt;site&gt;.consent_changed</c> (bus contract v1).</summary>
/// <param name="Subject">Who decided, so that subscribers can follow.</param>
/// <param name="Decisions">What was decided; what was not asked is absent.</param>
/// <param name="ReceiptId">The receipt that the sender of the decision got.</param>
public sealed record ConsentChanged(PrivacySubject Subject, ConsentDecisions Decisions, string ReceiptId);

/// <summary>Whom a message about privacy names: one of the two ids.</summary>
/// <param name="AnonymousId">The id that the sender's browser keeps.</param>
/// <param name="UserId">The sender's id of a known person.</param>
public sealed record PrivacySubject(string? AnonymousId, string? UserId);

/// <summary>What was decided for each purpose; <c>null</c> where nothing was.</summary>
/// <param name="Analytics">Events may be tied to the visitor.</param>
/// <param name="Marketing">Events may go to marketing platforms.</param>
/// <param name="Personalization">Events may be used to personalise.</param>
public sealed record ConsentDecisions(bool? Analytics, bool? Marketing, bool? Personalization);
