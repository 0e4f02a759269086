namespace Tracking.Domain.Consent;

/// <summary>What a visitor said, per purpose; <c>null</c>: nothing was said.</summary>
public sealed record ConsentChoices(bool? Analytics, bool? Marketing, bool? Personalization)
{
    /// <summary>Nothing was said about any purpose.</summary>
    public static ConsentChoices Unknown { get; } = new(null, null, null);

    /// <summary>Whether nothing was said.</summary>
    public bool IsUnknown => this is { Analytics: null, Marketing: null, Personalization: null };
}

/// <summary>A decision about one purpose.</summary>
/// <param name="Granted">Yes or no.</param>
/// <param name="At">When it was taken.</param>
public readonly record struct ConsentDecision(bool Granted, DateTimeOffset At)
{
    /// <summary>The newer of two decisions of which nobody knows which came first; of two of one time the refusal.</summary>
    public static ConsentDecision? Newest(ConsentDecision? one, ConsentDecision? other)
    {
        if (one is not { } a)
            return other;
        if (other is not { } b)
            return one;
        if (a.At == b.At)
            return a.Granted ? b : a;
        return a.At > b.At ? a : b;
    }
}

/// <summary>The newest decisions on record for a subject; <c>null</c>: none.</summary>
public sealed record RecordedConsent(ConsentDecision? Analytics, ConsentDecision? Marketing, ConsentDecision? Personalization)
{
    /// <summary>Nothing is on record, or the record cannot be known.</summary>
    public static RecordedConsent None { get; } = new(null, null, null);

    /// <summary>What of it holds when newer decisions may be on record that cannot be known: a refusal, and no grant.</summary>
    public RecordedConsent RefusalsOnly() => new(Refused(Analytics), Refused(Marketing), Refused(Personalization));

    /// <summary>Per purpose the newer of both records.</summary>
    public RecordedConsent NewestWith(RecordedConsent other) => new(
        ConsentDecision.Newest(Analytics, other.Analytics),
        ConsentDecision.Newest(Marketing, other.Marketing),
        ConsentDecision.Newest(Personalization, other.Personalization));

    /// <summary>
    /// This record after <paramref name="choices"/> were made at <paramref name="at"/>. Times are kept in whole milliseconds, and who decides
    /// and then sends an event may be faster: of one time, what comes after the record holds.
    /// </summary>
    public RecordedConsent With(ConsentChoices choices, DateTimeOffset at) => new(
        After(Analytics, choices.Analytics, at), After(Marketing, choices.Marketing, at), After(Personalization, choices.Personalization, at));

    private static ConsentDecision? Refused(ConsentDecision? recorded) => recorded is { Granted: false } ? recorded : null;

    private static ConsentDecision? After(ConsentDecision? recorded, bool? granted, DateTimeOffset at) =>
        granted is { } known && (recorded is not { } before || at >= before.At) ? new(known, at) : recorded;
}
