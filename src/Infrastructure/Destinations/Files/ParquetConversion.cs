using System.Text.Json;
using Parquet;
using Parquet.Serialization;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>
/// Makes Parquet files (parquet.apache.org) of lines that are complete. Such a file cannot be added to, so lines are what is durable until then; they go once it
/// lies there under its own name, on disk. Stopped between, it is done by whoever looks next, and never twice.
/// </summary>
internal static class ParquetConversion
{
    /// <summary>How the lines of a file are named that is to be converted: hidden, and never written to again.</summary>
    public const string Pattern = ".*.full";

    private const int RowsOfAGroup = 20_000;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd, RowGroupSize = RowsOfAGroup };

    /// <summary>Where the lines of a file lie.</summary>
    public static string LinesOf(string folder, string name) => Path.Combine(folder, $".{name}.full");

    /// <summary>Converts all of a folder that are there.</summary>
    public static async Task RunAsync(string folder)
    {
        foreach (var lines in Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).ToList())
        {
            try
            {
                await RunAsync(folder, Path.GetFileName(lines)[1..^".full".Length], lines);
            }
            catch (IOException)
            {
                // Another process has it, or was faster, or the disk is full: it is looked at again.
            }
        }
    }

    private static async Task RunAsync(string folder, string name, string lines)
    {
        // Whoever has it open has the right to convert it.
        await using var source = new FileStream(lines, new FileStreamOptions { Mode = FileMode.Open, Share = PartFile.Alone });
        var (final, growing) = (Path.Combine(folder, name + ".parquet"), Path.Combine(folder, $".{name}.growing"));
        if (!File.Exists(final))
        {
            try
            {
                await WriteAsync(source, growing);
                File.Move(growing, final);
            }
            catch (JsonException)
            {
                // Lines that somebody else wrote are shown as they are.
                File.Delete(growing);
                File.Move(lines, Path.Combine(folder, name + ".ndjson"));
                return;
            }

            FolderSync.Flush(folder);
        }

        File.Delete(lines);
        FolderSync.Flush(folder);
    }

    private static async Task WriteAsync(FileStream source, string path)
    {
        await using var target = new FileStream(path, PartFile.Options(FileMode.Create));
        await ParquetSerializer.SerializeAsync(RowsOf(source), target, Options);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Read as they are written: a group of rows is in memory and no more.</summary>
    private static IEnumerable<ParquetEvent> RowsOf(FileStream source)
    {
        using var reader = new StreamReader(source, leaveOpen: true);
        while (reader.ReadLine() is { } line)
            yield return ParquetEvent.Of(JsonSerializer.Deserialize<TrackedEvent<JsonElement?>>(line, StoredData.Json)!);
    }
}
