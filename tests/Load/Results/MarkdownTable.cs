using System.Text;

namespace Tracking.Load.Results;

/// <summary>A table whose columns are as wide as their cells.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> rows = [];

    /// <summary>Adds a row, a cell for each column.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (rows.Count == 0)
            return string.Empty;
        var widths = columns.Select((column, index) => rows.Select(row => row[index].Length).Append(column.Length).Max()).ToList();
        var text = new StringBuilder();
        foreach (var row in rows.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(columns))
            text.Append("| ").AppendJoin(" | ", row.Select((cell, index) => cell.PadRight(widths[index]))).AppendLine(" |");
        return text.ToString();
    }
}
