using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;

namespace Tracking.Application.Destinations.Rules;

/// <summary>Reads rules as an administrator sends them.</summary>
public static class EventRulesReading
{
    private const int Most = 100;

    /// <summary>The members of an event that may be changed or left out, or what lies below them.</summary>
    private static readonly string[] Changeable = ["name", "properties", "page", "campaign", "traffic", "geo"];

    private static readonly string[] Readable =
    [
        .. Changeable, "type", "messageId", "timestamp", "receivedAt", "site", "visitorId", "sessionId", "anonymousId", "userId", "consent",
    ];

    private static readonly string[] Members = ["types", "bots", "where", "set", "drop"];

    /// <summary>Reads them; what is wrong is noted with its path.</summary>
    public static EventRules Read(JsonFields fields)
    {
        foreach (var name in fields.Names().Except(Members).ToList())
            fields.Fail(name, RejectionReason.InvalidValue, $"is no rule; allowed: {string.Join(", ", Members)}");
        var types = fields.TextList("types", Most) ?? [];
        if (types.Any(type => !EventTypes.IsKnown(type)))
            fields.Fail("types", RejectionReason.InvalidValue, $"must hold event types: {string.Join(", ", EventTypes.All.Select(known => known.Name))}");
        var drop = fields.TextList("drop", Most) ?? [];
        foreach (var path in drop)
            Check(fields, "drop", path, Changeable);
        return new EventRules
        {
            Types = types,
            Bots = fields.Flag("bots") ?? false,
            Where = [.. fields.Objects("where", Most).Select(ReadCondition)],
            Set = [.. fields.Objects("set", Most).Select(ReadAssignment)],
            Drop = drop,
        };
    }

    private static Condition ReadCondition(JsonFields fields)
    {
        Only(fields, "path", "in", "not");
        return new Condition(ReadPath(fields, "path", Readable) ?? string.Empty, fields.TextList("in", Most) ?? [], fields.Flag("not") ?? false);
    }

    private static Assignment ReadAssignment(JsonFields fields)
    {
        Only(fields, "path", "from", "value");
        var path = ReadPath(fields, "path", Changeable);
        var (from, value) = (fields.Text("from"), ReadConstant(fields));
        if (from is null == value is null)
            fields.Fail("from", RejectionReason.Missing, "or value is required, one of them");
        if (from is not null)
            Check(fields, "from", from, Readable);
        return new Assignment(path ?? string.Empty, from, value);
    }

    private static JsonElement? ReadConstant(JsonFields fields)
    {
        const string Name = "value";
        if (!fields.TryGet(Name, out var value))
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return fields.Text(Name) is null ? null : value;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value;
            case JsonValueKind.Null:
                return null;
            default:
                fields.Fail(Name, RejectionReason.WrongType, $"must be a text, a number, or true or false, not {JsonFields.KindOf(value)}");
                return null;
        }
    }

    private static string? ReadPath(JsonFields fields, string name, IEnumerable<string> allowed)
    {
        var path = fields.Text(name);
        if (path is null)
            fields.Fail(name, RejectionReason.Missing, "is required");
        else
            Check(fields, name, path, allowed);
        return path;
    }

    private static void Check(JsonFields fields, string name, string path, IEnumerable<string> allowed)
    {
        var names = path.Split('.');
        // The properties as a whole are no value of a rule.
        if (!allowed.Contains(names[0]) || names.Any(string.IsNullOrWhiteSpace) || path == "properties")
            fields.Fail(name, RejectionReason.InvalidValue, $"must be a path such as properties.plan, which begins with one of {string.Join(", ", allowed)}");
    }

    private static void Only(JsonFields fields, params string[] members)
    {
        foreach (var name in fields.Names().Except(members).ToList())
            fields.Fail(name, RejectionReason.InvalidValue, $"is not known here; allowed: {string.Join(", ", members)}");
    }
}
