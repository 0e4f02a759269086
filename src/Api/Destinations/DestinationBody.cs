using System.Text.Json;
using NodaTime;
using Tracking.Api.Reports;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Destinations;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;

namespace Tracking.Api.Destinations;

/// <summary>Reads what is sent about destinations.</summary>
internal static class DestinationBody
{
    private const int MaxNameLength = 128;

    /// <summary>A change, or a draft.</summary>
    /// <param name="fields">What was sent.</param>
    /// <param name="alsoAllowed">Members that are read elsewhere.</param>
    public static DestinationChange ReadChange(JsonFields fields, params string[] alsoAllowed)
    {
        string[] members = ["name", "requires", "paused", "settings", "rules"];
        Only(fields, [.. members, .. alsoAllowed]);
        var rules = fields.Object("rules");
        var isGiven = fields.TryGet("settings", out var settings);
        if (isGiven && settings.ValueKind != JsonValueKind.Object)
            fields.Fail("settings", RejectionReason.WrongType, $"must be an object, not {JsonFields.KindOf(settings)}");
        return new DestinationChange(
            fields.Text("name", MaxNameLength),
            ReadPurposes(fields),
            fields.Flag("paused"),
            isGiven && settings.ValueKind == JsonValueKind.Object ? settings : null,
            rules.IsPresent ? EventRulesReading.Read(rules) : null);
    }

    /// <summary>A time of events: <c>from</c> and <c>to</c>, in the site's zone where they have no offset.</summary>
    public static EventWindow? ReadWindow(JsonFields fields, DateTimeZone zone)
    {
        var (from, to) = (ReadTime(fields, "from", zone), ReadTime(fields, "to", zone));
        if (from is not { } first || to is not { } last)
            return null;
        if (first < last)
            return new EventWindow(first, last);
        fields.Fail("to", RejectionReason.InvalidValue, "must be after from");
        return null;
    }

    /// <summary>A state by its word; <c>null</c> when absent.</summary>
    public static DeliveryState? StateOf(string? word) =>
        Enum.GetValues<DeliveryState>().Cast<DeliveryState?>().FirstOrDefault(state => string.Equals(Words.Of(state!.Value), word, StringComparison.Ordinal));

    /// <summary>All states, for messages.</summary>
    public static string AllStates => string.Join(", ", Enum.GetValues<DeliveryState>().Select(Words.Of));

    /// <summary>Notes members that are not known.</summary>
    public static void Only(JsonFields fields, params string[] members)
    {
        foreach (var name in fields.Names().Except(members).ToList())
            fields.Fail(name, RejectionReason.InvalidValue, $"is not known here; allowed: {string.Join(", ", members)}");
    }

    private static ConsentPurposes? ReadPurposes(JsonFields fields)
    {
        if (fields.TextList("requires", PurposeWords.ByWord.Count) is not { } words)
            return null;
        if (words.Count == 0 || !words.All(PurposeWords.ByWord.ContainsKey))
        {
            fields.Fail("requires", RejectionReason.InvalidValue, $"must hold some of {string.Join(", ", PurposeWords.ByWord.Keys)}: a visitor must have consented to all of them");
            return null;
        }

        return words.Aggregate(ConsentPurposes.None, (all, word) => all | PurposeWords.ByWord[word]);
    }

    private static DateTimeOffset? ReadTime(JsonFields fields, string name, DateTimeZone zone)
    {
        var text = fields.Text(name);
        if (text is not null && ReportTime.Read(text, zone) is { } time)
            return time.ToDateTimeOffset();
        fields.Fail(name, RejectionReason.InvalidValue, text is null ? "is required" : ReportTime.Allowed);
        return null;
    }
}
