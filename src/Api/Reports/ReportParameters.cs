using System.Globalization;
using NodaTime;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Reports;
using Tracking.Domain.Sites;

namespace Tracking.Api.Reports;

/// <summary>
/// Reads a report's query parameters. What is wrong is noted by parameter, with what is allowed, and read as the default; a parameter
/// that nobody read is unknown.
/// </summary>
internal sealed class ReportParameters(IQueryCollection query, Site site, Instant now)
{
    private const string AllowedZone = "must be an IANA time zone such as America/Sao_Paulo, Europe/Berlin or Etc/UTC";

    private readonly SortedSet<string> known = new(StringComparer.Ordinal) { "format" };
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    /// <summary>What is wrong so far, by parameter.</summary>
    public IReadOnlyDictionary<string, List<string>> Errors => errors;

    /// <summary>Whether another site is named than the key's.</summary>
    public bool NamesAnotherSite => query.TryGetValue("site", out var names) && names.Any(name => name != site.Name);

    /// <summary>Notes that a parameter is wrong.</summary>
    public void Fail(string name, string message)
    {
        if (!errors.TryGetValue(name, out var messages))
            errors[name] = messages = [];
        messages.Add(message);
    }

    /// <summary>Notes every parameter that is none of the report's; to be called last.</summary>
    public void FailUnknown()
    {
        foreach (var name in query.Keys.Where(name => !known.Contains(name)))
            Fail(name, $"is no parameter of this report; allowed are {string.Join(", ", known)}");
    }

    /// <summary>A parameter that may be given once; <c>null</c> when absent.</summary>
    public string? Text(string name)
    {
        known.Add(name);
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values.Count == 1)
            return values[0];
        Fail(name, "must be given once");
        return null;
    }

    /// <summary>The common query (HTTP contract v1, "Reports").</summary>
    public ReportScope Scope()
    {
        Text("site");
        var includeBots = Choice("bots", "include");
        return new ReportScope(site, Range(), includeBots, Filters());
    }

    /// <summary>
    /// The common query of what was received, as far as it means something there: what was rejected has no dimensions to filter by, and
    /// nobody judged whether a program sent it. What would change no figure is taken all the same.
    /// </summary>
    public ReportScope IntakeScope()
    {
        Text("site");
        Choice("bots", "include");
        ComparePrevious();
        return new ReportScope(site, Range(), IncludeBots: true, []);
    }

    /// <summary><c>compare=previous</c>.</summary>
    public bool ComparePrevious() => Choice("compare", "previous");

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int least, int most, int absent)
    {
        if (Text(name) is not { } text)
            return absent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fail(name, $"must be a whole number from {least} to {most}");
        return absent;
    }

    /// <summary>One of an enum's words.</summary>
    public TEnum Word<TEnum>(string name, TEnum absent)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
            return absent;
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Words.Of(value) == text)
                return value;
        }

        Fail(name, $"must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(Words.Of))}");
        return absent;
    }

    /// <summary>A required dimension.</summary>
    public Dimension Dimension(string name)
    {
        var text = Text(name);
        if (text is not null && Dimensions.Find(text) is { } dimension)
            return dimension;
        if (!errors.ContainsKey(name))
            Fail(name, $"{(text is null ? "is required" : "is unknown")}; allowed are {Dimensions.Names}");
        return Dimensions.All[0];
    }

    private bool Choice(string name, string only)
    {
        if (Text(name) is not { } text)
            return false;
        if (text == only)
            return true;
        Fail(name, $"must be {only}, or be left out");
        return false;
    }

    private ReportRange Range()
    {
        var zone = Zone();
        var to = Time("to", zone) ?? zone.StartOf(now.InZone(zone).Date.PlusDays(1));
        var from = Time("from", zone) ?? zone.InstantOf(zone.LocalOf(to).PlusDays(-30));
        if (from < to)
            return new ReportRange(from, to, zone);
        // A time that could not be read has been said to be wrong already.
        if (!errors.ContainsKey("from") && !errors.ContainsKey("to"))
            Fail("from", "must be before to, which is not in the range and by default is the end of today");
        return new ReportRange(to - Duration.FromMilliseconds(1), to, zone);
    }

    private DateTimeZone Zone()
    {
        var id = Text("timezone") ?? site.Settings.Timezone;
        if (ReportZones.Find(id) is { } zone)
            return zone;
        Fail("timezone", AllowedZone);
        return DateTimeZone.Utc;
    }

    private Instant? Time(string name, DateTimeZone zone)
    {
        if (Text(name) is not { } text)
            return null;
        if (ReportTime.Read(text, zone) is { } time)
            return time;
        Fail(name, ReportTime.Allowed);
        return null;
    }

    private List<DimensionFilter> Filters()
    {
        known.Add("filter");
        var filters = new List<DimensionFilter>();
        if (!query.TryGetValue("filter", out var texts))
            return filters;
        if (texts.Count > DimensionFilter.MostFilters)
            Fail("filter", $"must be given at most {DimensionFilter.MostFilters} times");
        foreach (var text in texts.Take(DimensionFilter.MostFilters))
        {
            if (FilterText.Read(text ?? string.Empty, out var error) is { } filter)
                filters.Add(filter);
            else
                Fail("filter", error!);
        }

        return filters;
    }
}
