using System.Globalization;
using System.Text.RegularExpressions;

namespace Tracking.Reliability.Tests.Import;

/// <summary>
/// What a log's page views, visitors and sessions are, counted plainly and by nothing of the program: by the meaning that the contract gives
/// to the words. The lists of what is no page name what is in the logs of these tests, not the program's own.
/// </summary>
internal sealed partial record RawLogCount(int PageViews, int Visitors, int Sessions, int Bounces)
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    public static RawLogCount Of(IEnumerable<string> lines)
    {
        var views = lines.Select(Read).OfType<View>().ToList();
        // Who comes on three days counts three times: the salt of a cookieless visitor lasts for a UTC day.
        var visitors = views.GroupBy(view => (DateOnly.FromDateTime(view.Time.UtcDateTime), view.Network, view.UserAgent)).ToList();
        var sessions = visitors.SelectMany(visitor => Cut(visitor.Select(view => view.Time).Order())).ToList();
        return new RawLogCount(views.Count, visitors.Count, sessions.Count, sessions.Count(session => session == 1));
    }

    private static View? Read(string line)
    {
        var parts = line.Split('"');
        if (parts.Length != 7 || parts[1].Split(' ') is not ["GET", var target, ..] || !Served().IsMatch(parts[2]))
            return null;
        var path = target.Split('?')[0];
        if (Feed().IsMatch(target) || path.EndsWith("/feed/", StringComparison.Ordinal) || File().IsMatch(path))
            return null;
        var address = parts[0].Split(' ')[0];
        var time = DateTimeOffset.ParseExact(parts[0].Split('[', ']')[1], "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture);
        return new View(address[..address.LastIndexOf('.')], parts[5], time);
    }

    /// <summary>The number of page views of each session.</summary>
    private static IEnumerable<int> Cut(IEnumerable<DateTimeOffset> times)
    {
        var (count, last) = (0, DateTimeOffset.MinValue);
        foreach (var time in times)
        {
            if (count > 0 && time - last >= Gap)
            {
                yield return count;
                count = 0;
            }

            (count, last) = (count + 1, time);
        }

        yield return count;
    }

    [GeneratedRegex("^ (200|304) ")]
    private static partial Regex Served();

    [GeneratedRegex("[?&]flav=(rss20|atom)")]
    private static partial Regex Feed();

    [GeneratedRegex(
        @"\.(css|js|png|gif|jpe?g|ico|svg|ttf|woff|swf|txt|log|xml|xsl|pdf|doc|tex|pyc?|rb|c|cpp|lua|sh|java|vim|m4|mk|xs|spec|patch|diff|conf|markdown|jar|gz|gem|deb|exe|pcap)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex File();

    private sealed record View(string Network, string UserAgent, DateTimeOffset Time);
}
