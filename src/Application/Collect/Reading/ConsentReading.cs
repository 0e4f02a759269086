using System.Text.Json;
using Tracking.Domain.Consent;

namespace Tracking.Application.Collect.Reading;

/// <summary>
/// Consent as senders write it: <c>{ "analytics": true, … }</c>, or the names of Google's Consent Mode v2 with <c>granted</c> and
/// <c>denied</c>. Where both speak of a purpose, a refusal holds.
/// </summary>
public static class ConsentReading
{
    /// <summary>Reads the choices of one object.</summary>
    public static ConsentChoices Choices(this JsonFields consent) => !consent.IsPresent ? ConsentChoices.Unknown : new(
        All(consent.Flag("analytics"), Google(consent, "analytics_storage")),
        // All three of Google's advertising purposes lie within our one.
        All(consent.Flag("marketing"), Google(consent, "ad_storage"), Google(consent, "ad_user_data"), Google(consent, "ad_personalization")),
        All(consent.Flag("personalization"), Google(consent, "personalization_storage")));

    /// <summary>The first's choices, and of purposes it is silent about the second's.</summary>
    public static ConsentChoices Over(this ConsentChoices own, ConsentChoices general) => new(
        own.Analytics ?? general.Analytics, own.Marketing ?? general.Marketing, own.Personalization ?? general.Personalization);

    private static bool? Google(JsonFields consent, string name)
    {
        if (!consent.TryGet(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && JsonFields.TryGetText(value, out var word) && word is "granted" or "denied")
            return word == "granted";
        consent.Fail(name, RejectionReason.InvalidValue, "must be granted or denied");
        return null;
    }

    private static bool? All(params ReadOnlySpan<bool?> choices)
    {
        bool? all = null;
        foreach (var choice in choices)
        {
            if (choice is { } known)
                all = (all ?? true) && known;
        }

        return all;
    }
}
