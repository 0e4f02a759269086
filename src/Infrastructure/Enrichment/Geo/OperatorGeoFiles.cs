namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>The files at <c>Geo__DatabasePath</c>, each as it was last read whole. Used by one thread at a time.</summary>
internal sealed class OperatorGeoFiles(string path)
{
    private readonly Dictionary<string, Watched> watched = new(StringComparer.Ordinal);
    private bool isFirstLook = true;
    private string? nothingThere;

    /// <summary>Those that answer, the newest content first.</summary>
    public IReadOnlyList<GeoFile> Files =>
        [.. watched.Values.Select(one => one.File).OfType<GeoFile>().OrderByDescending(file => file.BuiltAt).ThenBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>What is wrong with others, or with these: a sentence each, without paths.</summary>
    public IReadOnlyList<string> Problems =>
        [.. watched.Values.Select(one => one.Told).Prepend(nothingThere).OfType<string>()];

    /// <summary>Looks for what has changed, and reads it.</summary>
    /// <returns>The files that answer no more: to be closed as soon as nobody is sent to them.</returns>
    public IReadOnlyList<GeoFile> Look()
    {
        var there = List();
        var replaced = new List<GeoFile>();
        foreach (var (file, stamp) in there)
        {
            if (!watched.TryGetValue(file, out var one))
                watched.Add(file, one = new Watched(Path.GetFileName(file)));
            one.IsGone = false;

            // What is still being written has changed by the next look.
            var isSettled = isFirstLook || one.Seen == stamp;
            one.Seen = stamp;
            if (isSettled && (one.Tried != stamp || one.TryAgain))
                Read(file, stamp, one, replaced);
        }

        foreach (var (file, one) in watched.Where(one => !there.ContainsKey(one.Key)).ToArray())
        {
            (one.Seen, one.IsGone) = (null, true);

            // It answers until another of its kind is there: an update may take the old file away before it brings the new one.
            var hasSuccessor = watched.Values.Any(other => !other.IsGone && other.File?.Kind == one.File?.Kind);
            if (one.File is not null && !hasSuccessor)
                continue;
            watched.Remove(file);
            if (one.File is not null)
                replaced.Add(one.File);
        }

        isFirstLook = false;
        return replaced;
    }

    private static void Read(string file, Stamp stamp, Watched one, List<GeoFile> replaced)
    {
        one.Tried = stamp;
        try
        {
            var read = GeoFile.Open(file);
            if (Stamp.Of(file) != stamp)
            {
                // It was changed meanwhile.
                read.Close();
                one.TryAgain = true;
                return;
            }

            if (one.File is not null)
                replaced.Add(one.File);
            (one.File, one.Problem, one.TryAgain) = (read, null, false);
        }
        catch (InvalidDataException exception)
        {
            (one.Problem, one.TryAgain) = (exception.Message, false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // That may change without a change of the file.
            (one.Problem, one.TryAgain) = ("cannot be opened", true);
        }
    }

    private Dictionary<string, Stamp> List()
    {
        nothingThere = null;
        try
        {
            var isFolder = Directory.Exists(path);
            var found = (isFolder ? Directory.GetFiles(path, "*.mmdb") : [path])
                .Select(file => (File: file, Stamp: Stamp.Of(file))).Where(one => one.Stamp is not null)
                .ToDictionary(one => one.File, one => one.Stamp!.Value, StringComparer.Ordinal);
            if (found.Count == 0)
                nothingThere = isFolder ? "The folder that Geo__DatabasePath names has no .mmdb file" : "There is nothing where Geo__DatabasePath points to";
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            nothingThere = "What Geo__DatabasePath names cannot be read";
            return [];
        }
    }

    /// <summary>By what a change of a file is known.</summary>
    private readonly record struct Stamp(long Length, DateTime ModifiedAt)
    {
        public static Stamp? Of(string file)
        {
            try
            {
                // Of a link length and time would be its own.
                FileInfo link = new(file);
                var info = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
                return info.Exists ? new Stamp(info.Length, info.LastWriteTimeUtc) : null;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    private sealed class Watched(string name)
    {
        public GeoFile? File { get; set; }

        public bool IsGone { get; set; }

        public string? Problem { get; set; }

        public Stamp? Seen { get; set; }

        public Stamp? Tried { get; set; }

        public bool TryAgain { get; set; }

        /// <summary>What is wrong and what answers meanwhile.</summary>
        public string? Told
        {
            get
            {
                var wrong = IsGone ? "is gone" : Problem ?? (File is { IsDamaged: true } ? "is damaged: some of its entries cannot be read" : null);
                return wrong is null ? null : $"{name} {wrong}{(File is null ? string.Empty : "; what was last read of it goes on answering")}";
            }
        }
    }
}
