namespace Tracking.Application.Reports;

/// <summary>What events and sessions are told apart by: a line each.</summary>
public static class Dimensions
{
    /// <summary>All of them. The store has a column of the same name on the row of the event or of the session.</summary>
    public static IReadOnlyList<Dimension> All { get; } =
    [
        new("page", DimensionOf.Event),
        new("entryPage", DimensionOf.Session),
        new("exitPage", DimensionOf.Session),
        new("title", DimensionOf.Event),
        new("hostname", DimensionOf.Event),
        new("event", DimensionOf.Event),
        new("referrer", DimensionOf.Session),
        new("channel", DimensionOf.Session),
        new("source", DimensionOf.Session),
        new("medium", DimensionOf.Session),
        new("campaign", DimensionOf.Session),
        new("term", DimensionOf.Session),
        new("content", DimensionOf.Session),
        new("country", DimensionOf.Session),
        new("region", DimensionOf.Session),
        new("city", DimensionOf.Session),
        new("language", DimensionOf.Session),
        new("device", DimensionOf.Session),
        new("browser", DimensionOf.Session),
        new("os", DimensionOf.Session),
    ];

    /// <summary>Their names, for error messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(dimension => dimension.Name));

    /// <summary>The dimension of that name; <c>null</c> when there is none.</summary>
    public static Dimension? Find(string name) => All.FirstOrDefault(dimension => dimension.Name == name);
}

/// <summary>One dimension.</summary>
/// <param name="Name">As the contract writes it.</param>
/// <param name="Of">Whose it is.</param>
public sealed record Dimension(string Name, DimensionOf Of);

/// <summary>Whose a dimension is.</summary>
public enum DimensionOf
{
    /// <summary>Each event has its own value; a filter keeps events.</summary>
    Event,

    /// <summary>The whole session has one value; a filter keeps whole sessions.</summary>
    Session,
}
