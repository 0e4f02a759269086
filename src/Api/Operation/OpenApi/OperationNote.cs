using System.Text.RegularExpressions;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>What the document says of one operation beyond its route.</summary>
/// <param name="Id">Its operation id.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Description">What its caller should know.</param>
internal sealed record OperationNote(string Id, string Summary, string Description)
{
    /// <summary>Its query parameters, and what its route parameters mean.</summary>
    public IReadOnlyList<ParameterNote> Parameters { get; init; } = [];

    /// <summary>What it is sent; <c>null</c>: nothing.</summary>
    public BodyNote? Body { get; init; }

    /// <summary>The status of its success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>What its success means.</summary>
    public string Success { get; init; } = "The answer.";

    /// <summary>An answer as JSON; <c>null</c>: it has no body.</summary>
    public string? Answer { get; init; }

    /// <summary>The statuses of its own problems, beside those that follow from key and body.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];
}

/// <summary>A parameter.</summary>
/// <param name="Field">Name, meaning and type.</param>
/// <param name="Example">A value that works.</param>
internal sealed record ParameterNote(Field Field, string Example);

/// <summary>A body: some members, or, of events, the schemas of <see cref="EventSchemas"/>.</summary>
/// <param name="Members">The object's members; empty for events.</param>
/// <param name="Examples">By name: what it shows, and JSON that works.</param>
internal sealed record BodyNote(IReadOnlyList<Field> Members, IReadOnlyDictionary<string, (string Summary, string Json)> Examples)
{
    /// <summary>A body with one example.</summary>
    public static BodyNote Of(IReadOnlyList<Field> members, string example) =>
        new(members, new Dictionary<string, (string, string)> { ["example"] = ("An example.", example) });
}

/// <summary>All notes.</summary>
internal static partial class OperationNotes
{
    private static readonly Dictionary<string, OperationNote> ByRoute = new[]
    {
        CollectNotes.All, ConsentNotes.All, ReportNotes.All, SiteNotes.All, DestinationNotes.All, PrivacyNotes.All,
    }.SelectMany(notes => notes).ToDictionary(StringComparer.Ordinal);

    /// <summary>The note of a method and a path, as in <c>GET v1/sites/{site}</c>; <c>null</c> when there is none.</summary>
    public static OperationNote? Find(string? method, string? path) =>
        ByRoute.GetValueOrDefault($"{method} {Constraint().Replace(path ?? string.Empty, string.Empty).Trim('/')}");

    // The description keeps a parameter's constraint: {id:int}.
    [GeneratedRegex(@":[^}]*(?=\})")]
    private static partial Regex Constraint();
}
