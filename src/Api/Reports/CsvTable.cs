using CsvHelper;

namespace Tracking.Api.Reports;

/// <summary>A table as CSV (RFC 4180, UTF-8, a first line of names).</summary>
internal sealed class CsvTable(params IEnumerable<string> names)
{
    // A spreadsheet takes a text that begins with = + - @, tab or CR for a formula and runs it: such a text gets a leading '.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" };

    private readonly List<string> header = [.. names];
    private readonly List<object?[]> rows = [];

    /// <summary>Adds a row.</summary>
    public CsvTable Add(params IEnumerable<object?> cells)
    {
        rows.Add([.. cells]);
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
        using (var csv = CsvWriter.Create(text, Options, leaveOpen: true))
        {
            csv.WriteRecord([.. header]);
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    csv.WriteField(AsJsonWrites(cell));
                csv.EndRecord();
            }
        }

        return text.ToString();
    }

    private static object? AsJsonWrites(object? cell) =>
        cell is DateTimeOffset time ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz") : cell;
}
