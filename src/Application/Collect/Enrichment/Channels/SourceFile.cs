namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>Reads <c>sources.txt</c>, whose head says how it is written.</summary>
internal sealed class SourceFile
{
    private static readonly Dictionary<string, SourceKind> Kinds = new(StringComparer.Ordinal)
    {
        ["search"] = SourceKind.Search,
        ["ai"] = SourceKind.Ai,
        ["mail"] = SourceKind.Mail,
        ["social"] = SourceKind.Social,
        ["video"] = SourceKind.Video,
        ["shopping"] = SourceKind.Shopping,
    };

    private SourceFile()
    {
    }

    /// <summary>Hosts as they are.</summary>
    public Dictionary<string, KnownSource> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>Hosts without <c>com</c> or a country: <c>amazon</c> of <c>amazon.*</c>.</summary>
    public Dictionary<string, KnownSource> HostsOfManyCountries { get; } = new(StringComparer.Ordinal);

    /// <summary>What campaigns call a source.</summary>
    public Dictionary<string, KnownSource> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Click ids by the name of their parameter.</summary>
    public Dictionary<string, ClickId> ClickIds { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Parameters that identify a click and tell no source.</summary>
    public HashSet<string> SilentClickIds { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Marks of apps, in order.</summary>
    public List<AppMark> Marks { get; } = [];

    /// <summary>Reads the program's own.</summary>
    public static SourceFile Read()
    {
        using var stream = typeof(SourceFile).Assembly.GetManifestResourceStream(typeof(SourceFile), "sources.txt")!;
        return Read(new StreamReader(stream));
    }

    /// <exception cref="FormatException">A line is not as the head of the file says; its number is in the message.</exception>
    public static SourceFile Read(TextReader text)
    {
        var file = new SourceFile();
        var section = string.Empty;
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
                section = line.Trim('[', ']');
            else if (!file.Add(section, line))
                throw new FormatException($"sources.txt, line {number}: '{line}' is not understood, or is there twice");
        }

        return file;
    }

    private bool Add(string section, string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var source = (colon < 0 ? line : line[..colon]).Trim();
        var items = colon < 0 ? [] : line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return section switch
        {
            "apps" => items.All(mark => AddMark(mark, source)),
            "ads" => AddClickIds(source, items, fillsCampaign: true),
            "links" => AddClickIds(source, items, fillsCampaign: false),
            "ids" => items.Length == 0 && !ClickIds.ContainsKey(source) && SilentClickIds.Add(source),
            _ => Kinds.TryGetValue(section, out var kind) && AddSource(kind, source, items),
        };
    }

    private bool AddMark(string mark, string source)
    {
        Marks.Add(new AppMark(mark, source));
        return true;
    }

    private bool AddClickIds(string origin, string[] parameters, bool fillsCampaign)
    {
        if (origin.Split('/', StringSplitOptions.TrimEntries) is not [var source, var medium])
            return false;
        var clickId = new ClickId(new Origin(source, medium), fillsCampaign, ClickIds.Count);
        return parameters.All(parameter => !SilentClickIds.Contains(parameter) && ClickIds.TryAdd(parameter, clickId));
    }

    private bool AddSource(SourceKind kind, string source, string[] items)
    {
        var name = source.EndsWith(".*", StringComparison.Ordinal) ? null : source;
        string[] terms = [.. items.Where(item => item[0] == '?').Select(item => item[1..])];
        foreach (var item in items.Where(item => item[0] != '?').Prepend(source))
        {
            var known = new KnownSource(name, kind, item[0] == '=', terms);
            var host = item.TrimStart('=');
            var isAdded = !host.Contains('.', StringComparison.Ordinal) ? Names.TryAdd(host, known)
                : host.EndsWith(".*", StringComparison.Ordinal) ? HostsOfManyCountries.TryAdd(host[..^2], known)
                : Hosts.TryAdd(host, known);
            if (!isAdded)
                return false;
        }

        return true;
    }
}
