namespace Tracking.Application.Collect;

/// <summary>Why an event was rejected; counted by the quality report.</summary>
public enum RejectionReason
{
    /// <summary>Something required is absent.</summary>
    Missing,

    /// <summary>A value is of another JSON type than the contract's; nothing is coerced.</summary>
    WrongType,

    /// <summary>A value is longer than allowed.</summary>
    TooLong,

    /// <summary>A value is of the right type and not allowed.</summary>
    InvalidValue,

    /// <summary>The event's type is none of the contract's.</summary>
    UnknownType,

    /// <summary>The event is larger than allowed.</summary>
    TooLarge,

    /// <summary>It happened longer ago than this key may send.</summary>
    TooOld,

    /// <summary>It lies more than an hour ahead.</summary>
    TooFarAhead,
}

/// <summary>Why an event was dropped, which is no error of the sender's.</summary>
public enum DropReason
{
    /// <summary>No analytics consent, and the site drops such events.</summary>
    NoConsent,

    /// <summary>An <c>identify</c> without analytics consent, which would be nothing but personal data.</summary>
    NoConsentToIdentify,
}

/// <summary>One thing that is wrong with an event.</summary>
/// <param name="Path">Where, relative to the event: <c>properties.items[0].sku</c>.</param>
/// <param name="Reason">What kind of wrong.</param>
/// <param name="Message">What is wrong and what is allowed; never the value.</param>
public sealed record FieldError(string Path, RejectionReason Reason, string Message);
