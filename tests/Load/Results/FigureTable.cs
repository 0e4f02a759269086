using Tracking.Load.Running;

namespace Tracking.Load.Results;

/// <summary>The figures that stand alone, without a bare endpoint beside them.</summary>
internal sealed class FigureTable
{
    private readonly MarkdownTable table = new("row", "set-up", "what", "figure", "besides");

    /// <summary>Adds one.</summary>
    public void Add(string row, Installation service, string what, string figure, string besides) =>
        table.Add(row, service.Name, what, figure, besides);

    /// <inheritdoc/>
    public override string ToString() => table.ToString();
}
