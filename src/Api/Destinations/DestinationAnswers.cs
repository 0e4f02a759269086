using System.Text.Json;
using Tracking.Application.Destinations;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;

namespace Tracking.Api.Destinations;

/// <summary>A destination.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">For people.</param>
/// <param name="Requires">What a visitor must have consented to: <c>analytics</c>, <c>marketing</c>.</param>
/// <param name="Paused">Whether nothing is sent for now.</param>
/// <param name="Settings">The kind's own; a secret that is set reads <c>***</c>.</param>
/// <param name="Rules">What it gets.</param>
/// <param name="Trouble">Why nothing can be sent just now; <c>null</c>: it can.</param>
/// <param name="TroubleSince">Since when.</param>
/// <param name="CreatedAt">When it was made. What was stored before is not sent unless it is replayed.</param>
internal sealed record DestinationAnswer(
    int Id,
    string Kind,
    string Name,
    IReadOnlyList<string> Requires,
    bool Paused,
    IReadOnlyDictionary<string, JsonElement> Settings,
    RulesAnswer Rules,
    string? Trouble,
    DateTimeOffset? TroubleSince,
    DateTimeOffset CreatedAt)
{
    private static readonly JsonElement Hidden = JsonSerializer.SerializeToElement(DestinationDetails.Hidden);

    /// <summary>What is shown of one.</summary>
    public static DestinationAnswer Of(DestinationDetails details)
    {
        var settings = details.Settings.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        foreach (var secret in details.Secrets)
            settings[secret] = Hidden;
        var destination = details.Destination;
        return new DestinationAnswer(
            destination.Id,
            destination.Kind,
            destination.Name,
            PurposeWords.Of(destination.Requires),
            destination.IsPaused,
            settings,
            RulesAnswer.Of(details.Rules),
            details.Trouble,
            details.TroubleSince,
            destination.CreatedAt);
    }
}

/// <summary>Rules, as they are sent.</summary>
internal sealed record RulesAnswer(
    IReadOnlyList<string> Types, bool Bots, IReadOnlyList<ConditionAnswer> Where, IReadOnlyList<AssignmentAnswer> Set, IReadOnlyList<string> Drop)
{
    public static RulesAnswer Of(EventRules rules) => new(
        rules.Types,
        rules.Bots,
        [.. rules.Where.Select(one => new ConditionAnswer(one.Path, one.AnyOf, one.Negated))],
        [.. rules.Set.Select(one => new AssignmentAnswer(one.Path, one.From, one.Value))],
        rules.Drop);
}

/// <summary>A condition.</summary>
internal sealed record ConditionAnswer(string Path, IReadOnlyList<string> In, bool Not);

/// <summary>What is set.</summary>
internal sealed record AssignmentAnswer(string Path, string? From, JsonElement? Value);

/// <summary>A site's destinations, and the kinds that can be added.</summary>
internal sealed record DestinationsAnswer(IReadOnlyList<DestinationAnswer> Destinations, IReadOnlyList<string> Kinds);

/// <summary>Deliveries, newest event first.</summary>
/// <param name="Deliveries">They.</param>
/// <param name="NextBefore">For the parameter <c>before</c> of the next page; <c>null</c>: there is none.</param>
internal sealed record DeliveriesAnswer(IReadOnlyList<Delivery> Deliveries, long? NextBefore);

/// <summary>How many events are sent again.</summary>
internal sealed record ReplayAnswer(int Events);

/// <summary>What a platform said to an event that was made up.</summary>
internal sealed record TestAnswer(bool Taken, IReadOnlyList<string> Says);

/// <summary>What a draft would change.</summary>
internal sealed record DryRunAnswer(
    int Events,
    bool Complete,
    IReadOnlyDictionary<string, int> Now,
    IReadOnlyDictionary<string, int> Draft,
    int Different,
    IReadOnlyList<DryRunExample> Examples);

/// <summary>Purposes as the contract writes them.</summary>
internal static class PurposeWords
{
    public static readonly IReadOnlyDictionary<string, ConsentPurposes> ByWord = new Dictionary<string, ConsentPurposes>
    {
        ["analytics"] = ConsentPurposes.Analytics,
        ["marketing"] = ConsentPurposes.Marketing,
    };

    public static IReadOnlyList<string> Of(ConsentPurposes purposes) => [.. ByWord.Where(one => purposes.HasFlag(one.Value)).Select(one => one.Key)];
}
