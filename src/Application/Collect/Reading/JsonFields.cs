using System.Text.Json;

namespace Tracking.Application.Collect.Reading;

/// <summary>
/// Reads the fields of one JSON object strictly: a wrong type, a text that is too long or cannot be a text is noted with its path, and
/// read as absent. An empty text and <c>null</c> are absent.
/// </summary>
public sealed class JsonFields
{
    /// <summary>The longest text that is no URL and no id (HTTP contract v1, "Collect").</summary>
    public const int MaxTextLength = 1_024;

    private readonly JsonElement? json;
    private readonly JsonFields? owner;
    private readonly string name;
    private readonly List<FieldError> errors;

    /// <summary>Starts at <paramref name="json"/>, which is an object or absent.</summary>
    public JsonFields(JsonElement? json, string path, List<FieldError> errors)
    {
        this.json = json;
        name = path;
        this.errors = errors;
    }

    private JsonFields(JsonElement? json, string name, JsonFields owner)
        : this(json, name, owner.errors) => this.owner = owner;

    /// <summary>Whether the object is there.</summary>
    public bool IsPresent => json is not null;

    /// <summary>Notes that something is wrong with a field.</summary>
    public void Fail(string name, RejectionReason reason, string message) => errors.Add(new FieldError(PathOf(name), reason, message));

    /// <summary>A text; <c>null</c> when absent.</summary>
    public string? Text(string name, int maxLength = MaxTextLength)
    {
        if (Find(name, JsonValueKind.String, "a string") is not { } value)
            return null;
        if (!TryGetText(value, out var text))
        {
            Fail(name, RejectionReason.InvalidValue, "must be well-formed Unicode text without U+0000");
            return null;
        }

        if (text.Length > maxLength)
        {
            Fail(name, RejectionReason.TooLong, $"must be at most {maxLength} characters");
            return null;
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A decimal number; <c>null</c> when absent.</summary>
    public decimal? Number(string name)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } value)
            return null;
        if (value.TryGetDecimal(out var number))
            return number;
        Fail(name, RejectionReason.InvalidValue, "must be a number of at most 28 digits");
        return null;
    }

    /// <summary>A whole number; <c>null</c> when absent.</summary>
    public long? Integer(string name)
    {
        if (Find(name, JsonValueKind.Number, "a whole number") is not { } value)
            return null;
        if (value.TryGetInt64(out var number))
            return number;
        if (value.TryGetDecimal(out var exact) && exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue)
            return (long)exact;
        Fail(name, RejectionReason.WrongType, "must be a whole number");
        return null;
    }

    /// <summary>A whole number that fits 32 bits; <c>null</c> when absent.</summary>
    public int? SmallInteger(string name)
    {
        if (Integer(name) is not { } number)
            return null;
        if (number is >= int.MinValue and <= int.MaxValue)
            return (int)number;
        Fail(name, RejectionReason.InvalidValue, $"must be at most {int.MaxValue}");
        return null;
    }

    /// <summary>One of an enum's words, written in camelCase; <paramref name="absent"/> when absent.</summary>
    public TEnum Word<TEnum>(string name, TEnum absent)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
            return absent;
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(Words.Of(value), text, StringComparison.Ordinal))
                return value;
        }

        Fail(name, RejectionReason.InvalidValue, $"must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(Words.Of))}");
        return absent;
    }

    /// <summary>True or false; <c>null</c> when absent.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fail(name, RejectionReason.WrongType, $"must be true or false, not {KindOf(value)}");
        return null;
    }

    /// <summary>An object's fields; not present when absent.</summary>
    public JsonFields Object(string name) => new(Find(name, JsonValueKind.Object, "an object"), name, this);

    /// <summary>A list of objects; empty when absent. Elements that are no objects are noted.</summary>
    public IReadOnlyList<JsonFields> Objects(string name, int maxCount)
    {
        if (Find(name, JsonValueKind.Array, "an array") is not { } array)
            return [];
        if (array.GetArrayLength() > maxCount)
        {
            Fail(name, RejectionReason.TooLong, $"must have at most {maxCount} elements");
            return [];
        }

        var list = new List<JsonFields>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            var at = $"{PathOf(name)}[{list.Count}]";
            var isObject = element.ValueKind == JsonValueKind.Object;
            if (!isObject)
                errors.Add(new FieldError(at, RejectionReason.WrongType, $"must be an object, not {KindOf(element)}"));
            list.Add(new JsonFields(isObject ? element : null, at, errors));
        }

        return list;
    }

    /// <summary>An object whose values are all texts; <c>null</c> when absent or empty.</summary>
    public IReadOnlyDictionary<string, string>? Texts(string name, int maxCount)
    {
        var fields = Object(name);
        if (fields.json is not { } map)
            return null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject())
        {
            if (!TryGetName(property, out var key) || key.Length > 64 || texts.Count == maxCount)
            {
                Fail(name, RejectionReason.InvalidValue, $"must have at most {maxCount} names of at most 64 characters");
                return null;
            }

            if (fields.Text(key) is { } text)
                texts[key] = text;
        }

        return texts.Count == 0 ? null : texts;
    }

    /// <summary>A list of texts, each once; <c>null</c> when absent.</summary>
    public IReadOnlyList<string>? TextList(string name, int maxCount)
    {
        if (Find(name, JsonValueKind.Array, "an array of strings") is not { } array)
            return null;
        var texts = new List<string>();
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String || !TryGetText(element, out var text) || text.Length is 0 or > MaxTextLength)
            {
                Fail(name, RejectionReason.WrongType, $"must hold strings of 1 to {MaxTextLength} characters only");
                return null;
            }

            if (!texts.Contains(text, StringComparer.Ordinal))
                texts.Add(text);
        }

        if (texts.Count <= maxCount)
            return texts;
        Fail(name, RejectionReason.TooLong, $"must have at most {maxCount} elements");
        return null;
    }

    /// <summary>An object of the sender's making, whose texts and names are all well-formed and not too long; <c>null</c> when absent.</summary>
    public JsonElement? Free(string name)
    {
        if (Find(name, JsonValueKind.Object, "an object") is not { } value)
            return null;
        return CheckFree(value, PathOf(name)) ? value : null;
    }

    /// <summary>This object itself as one of the sender's making.</summary>
    public JsonElement? FreeSelf() => json is { } value && CheckFree(value, Path) ? value : null;

    /// <summary>The names of the fields; one that is no text is noted and left out.</summary>
    public IEnumerable<string> Names()
    {
        if (json is not { } fields)
            yield break;
        foreach (var property in fields.EnumerateObject())
        {
            if (TryGetName(property, out var name))
                yield return name;
            else
                errors.Add(new FieldError(Path, RejectionReason.InvalidValue, "must have names of well-formed Unicode text without U+0000"));
        }
    }

    /// <summary>A text that is well-formed (no unpaired surrogate) and holds no U+0000, which no store keeps alike.</summary>
    public static bool TryGetText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            text = string.Empty;
            return false;
        }
    }

    /// <summary>What JSON calls a value's type.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    /// <summary>Finds a field by name; a name in <paramref name="value"/> that is no text cannot match and is passed over.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        value = default;
        if (json is not { } fields)
            return false;
        try
        {
            return fields.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // Some name of the object has an unpaired surrogate, which the search throws on: look at each by itself.
            return TryGetLast(fields, name, out value);
        }
    }

    private static bool TryGetLast(JsonElement fields, string name, out JsonElement value)
    {
        var isFound = false;
        value = default;
        foreach (var property in fields.EnumerateObject())
        {
            if (!TryGetName(property, out var known) || known != name)
                continue;
            value = property.Value;
            isFound = true;
        }

        return isFound;
    }

    private static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return !name.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            name = string.Empty;
            return false;
        }
    }

    private JsonElement? Find(string name, JsonValueKind kind, string allowed)
    {
        if (!TryGet(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == kind)
            return value;
        Fail(name, RejectionReason.WrongType, $"must be {allowed}, not {KindOf(value)}");
        return null;
    }

    private bool CheckFree(JsonElement value, string at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                if (!TryGetText(value, out var text))
                {
                    errors.Add(new FieldError(at, RejectionReason.InvalidValue, "must be well-formed Unicode text without U+0000"));
                    return false;
                }

                // A URL may be longer than other texts, and any property may hold one.
                if (text.Length <= MaxTextLength || (text.Length <= PageUrl.MaxLength && PageUrl.IsValid(text)))
                    return true;
                errors.Add(new FieldError(at, RejectionReason.TooLong, $"must be at most {MaxTextLength} characters"));
                return false;

            case JsonValueKind.Object:
                var fine = true;
                foreach (var property in value.EnumerateObject())
                {
                    if (!TryGetName(property, out var name) || name.Length > MaxTextLength)
                    {
                        errors.Add(new FieldError(at, RejectionReason.InvalidValue,
                            $"must have names of well-formed Unicode text of at most {MaxTextLength} characters without U+0000"));
                        return false;
                    }

                    fine &= CheckFree(property.Value, $"{at}.{name}");
                }

                return fine;

            case JsonValueKind.Array:
                var index = 0;
                var all = true;
                foreach (var element in value.EnumerateArray())
                    all &= CheckFree(element, $"{at}[{index++}]");
                return all;

            default:
                return true;
        }
    }

    // Put together when something is wrong, which is seldom.
    private string Path => owner is null ? name : owner.PathOf(name);

    private string PathOf(string field) => Path is { Length: > 0 } path ? $"{path}.{field}" : field;
}
