namespace Tracking.Application.Import;

/// <summary>
/// What an import found, counted as it goes on. Lines are pages and skipped ones; pages are stored, known, dropped and rejected ones.
/// </summary>
public sealed class ImportSummary
{
    private readonly int[] skipped = new int[Enum.GetValues<SkipReason>().Length];

    /// <summary>Lines read.</summary>
    public long Lines { get; internal set; }

    /// <summary>Lines that are page views.</summary>
    public long Pages { get; internal set; }

    /// <summary>Page views that were stored.</summary>
    public long Stored { get; internal set; }

    /// <summary>Page views that were stored already, by an earlier run.</summary>
    public long Known { get; internal set; }

    /// <summary>Page views that the site's settings drop without consent.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Page views that break the contract.</summary>
    public long Rejected { get; internal set; }

    /// <summary>Lines with a host name in the address's place.</summary>
    public long HostNames { get; internal set; }

    /// <summary>Page views of which neither the log nor the site says the host.</summary>
    public long WithoutHost { get; internal set; }

    /// <summary>Lines that are no page views, by reason.</summary>
    public IEnumerable<(SkipReason Reason, int Lines)> Skipped => Enum.GetValues<SkipReason>().Select(reason => (reason, skipped[(int)reason]));

    internal void Skip(SkipReason reason) => skipped[(int)reason]++;
}
