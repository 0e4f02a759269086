using System.Globalization;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>
/// A destination's folder: the files of hours that are over, <c>2026-05-17T10.ndjson</c>, which never change, and hidden what grows
/// (<see cref="PartFile"/>), what is about to become a Parquet file (<see cref="ParquetConversion"/>), and whose folder it is.
/// </summary>
/// <param name="root">The folder that the operator named.</param>
/// <param name="name">Its own name.</param>
/// <param name="owner">The destination's number.</param>
/// <param name="isParquet">Whether Parquet files are made of the lines.</param>
internal sealed class HourFolder(string root, string name, int owner, bool isParquet)
{
    private const string HourFormat = "yyyy-MM-dd'T'HH";
    private const string Parts = ".*.part";

    private readonly string path = Path.Combine(root, name);

    /// <summary>The hour of a time, in UTC.</summary>
    public static string HourOf(DateTimeOffset time) => time.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>Makes the folder where it is not there, and takes it for the destination.</summary>
    /// <returns>Why it cannot be used; <c>null</c>: it can.</returns>
    public string? Claim()
    {
        // A root that is not there is a disk that is not mounted: what is written in its place would be hidden later.
        if (!Directory.Exists(root))
            return "files_root_missing";
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        if (Owner is null)
        {
            File.WriteAllText(OwnerPath, owner.ToString(CultureInfo.InvariantCulture));
            FolderSync.Flush(root);
        }

        // Sites share the root: none writes among the files of another.
        return IsOurs ? null : "folder_of_another_destination";
    }

    /// <summary>Opens the file of an hour.</summary>
    public PartFile Open(string hour)
    {
        var part = PartFile.Open(path, hour);
        FolderSync.Flush(path);
        return part;
    }

    /// <summary>Whether somebody took away the file of an hour.</summary>
    public bool HasLost(PartFile part) => !File.Exists(PartFile.PathOf(path, part.Hour));

    /// <summary>Ends a file: from then on it is there, whole, and does not change; or is about to become a Parquet file.</summary>
    public void Complete(PartFile part)
    {
        // Closed last: until then no other process may open it.
        using var _ = part;
        var from = PartFile.PathOf(path, part.Hour);
        if (part.IsEmpty)
        {
            File.Delete(from);
            return;
        }

        // A process that ends completes its file, and the next one begins another of the same hour.
        var number = 1;
        while (IsTaken(NameOf(part.Hour, number)))
            number++;
        var name = NameOf(part.Hour, number);
        File.Move(from, isParquet ? ParquetConversion.LinesOf(path, name) : Path.Combine(path, name + ".ndjson"), overwrite: false);
        FolderSync.Flush(path);
    }

    /// <summary>Makes Parquet files of what is complete, where those are wanted.</summary>
    public Task ConvertAsync() => isParquet && Directory.Exists(path) && IsOurs ? ParquetConversion.RunAsync(path) : Task.CompletedTask;

    /// <summary>Completes what processes that ended left of other hours than this one.</summary>
    public void CompleteAllBut(string hour)
    {
        if (!IsOurs)
            return;
        foreach (var left in Directory.EnumerateFiles(path, Parts).Select(file => Path.GetFileName(file)[1..^".part".Length]).Where(left => left != hour).ToList())
        {
            try
            {
                Complete(PartFile.Open(path, left));
            }
            catch (IOException)
            {
                // Another process has it, or was faster.
            }
        }
    }

    /// <summary>Writes a file and takes it away.</summary>
    public void Probe()
    {
        var probe = Path.Combine(path, ".probe");
        File.WriteAllText(probe, string.Empty);
        File.Delete(probe);
    }

    private string OwnerPath => Path.Combine(path, ".destination");

    private string? Owner => File.Exists(OwnerPath) && File.ReadAllText(OwnerPath).Trim() is { Length: > 0 } text ? text : null;

    private bool IsOurs => Owner == owner.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(string hour, int number) => number == 1 ? hour : $"{hour}-{number}";

    private bool IsTaken(string file) =>
        File.Exists(Path.Combine(path, file + ".ndjson")) || File.Exists(Path.Combine(path, file + ".parquet")) || File.Exists(ParquetConversion.LinesOf(path, file));
}
