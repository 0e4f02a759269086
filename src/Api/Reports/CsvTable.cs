using System.Globalization;
using CsvHelper;

namespace Tracking.Api.Reports;

/// <summary>A table as CSV (RFC 4180, UTF-8, a first line of names).</summary>
internal sealed class CsvTable(params IEnumerable<string> names)
{
    private readonly List<string> header = [.. names];
    private readonly List<string?[]> rows = [];

    /// <summary>Adds a row: texts are made safe, and numbers, times and dates written as JSON writes them.</summary>
    public CsvTable Add(params IEnumerable<object?> cells)
    {
        rows.Add([.. cells.Select(Cell)]);
        return this;
    }

    /// <summary>Adds a row for each of <paramref name="items"/>.</summary>
    public CsvTable AddAll<T>(IEnumerable<T> items, Func<T, IEnumerable<object?>> cells)
    {
        foreach (var item in items)
            Add(cells(item));
        return this;
    }

    public override string ToString()
    {
        using var text = new StringWriter();
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            foreach (var row in rows.Prepend([.. header]))
            {
                foreach (var cell in row)
                    csv.WriteField(cell);
                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    private static string? Cell(object? value) => value switch
    {
        null => null,
        string text => Safe(text),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"),
        DateOnly date => date.ToString("yyyy-MM-dd"),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    // A spreadsheet takes such a text for a formula and runs it.
    private static string Safe(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
}
