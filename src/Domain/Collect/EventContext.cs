namespace Tracking.Domain.Collect;

/// <summary>The surroundings of an event, common to all types (HTTP contract v1, "Collect", <c>context</c>).</summary>
public sealed record EventContext
{
    /// <summary>No surroundings are known.</summary>
    public static EventContext Empty { get; } = new();

    /// <summary>The page on which it happened.</summary>
    public PageContext? Page { get; init; }

    /// <summary>The campaign that the sender names.</summary>
    public Campaign? Campaign { get; init; }

    /// <summary>Advertising click ids by name (<c>gclid</c>, <c>fbclid</c>, …); kept with marketing consent only.</summary>
    public IReadOnlyDictionary<string, string>? ClickIds { get; init; }

    /// <summary>Other platforms' ids of this browser (<c>ga</c>, <c>fbp</c>, …); kept with marketing consent only.</summary>
    public IReadOnlyDictionary<string, string>? ClientIds { get; init; }

    /// <summary>BCP 47 tag of the browser's language.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA zone of the browser.</summary>
    public string? Timezone { get; init; }

    /// <summary>Screen size.</summary>
    public Screen? Screen { get; init; }
}

/// <summary>A page: absolute http or https URL, document title, and where the visitor came from.</summary>
public sealed record PageContext(string? Url, string? Title, string? Referrer);

/// <summary>A campaign in the words of UTM.</summary>
public sealed record Campaign(string? Source, string? Medium, string? Name, string? Term, string? Content);

/// <summary>A screen's size in CSS pixels.</summary>
public sealed record Screen(int Width, int Height);
