using System.Diagnostics;
using Tracking.Application.Collect.Enrichment.Patterns;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Finds what a user agent says, by uap-core's rules.</summary>
public sealed class UserAgentMatcher
{
    /// <summary>What is longer is cut before it is looked at, in characters: browsers write 100 to 300.</summary>
    public const int MaxUserAgentLength = 512;

    /// <summary>For one reading of one user agent: usual ones take a thousandth of it, the worst that were found a fifth.</summary>
    private static readonly TimeSpan UsualTime = TimeSpan.FromMilliseconds(100);

    private readonly UserAgentRuleList browsers;
    private readonly UserAgentRuleList systems;
    private readonly UserAgentRuleList devices;
    private readonly LiteralTable literals = new();
    private readonly TimeSpan mostTime;

    /// <summary>Takes the rules in the order in which they are tried.</summary>
    public UserAgentMatcher(IEnumerable<UserAgentRule> browsers, IEnumerable<UserAgentRule> systems, IEnumerable<UserAgentRule> devices)
        : this(browsers, systems, devices, skipsHopeless: true, UsualTime)
    {
    }

    /// <summary>Takes them; for a test also without skipping those whose literals the text lacks, or with another time.</summary>
    internal UserAgentMatcher(
        IEnumerable<UserAgentRule> browsers, IEnumerable<UserAgentRule> systems, IEnumerable<UserAgentRule> devices, bool skipsHopeless, TimeSpan mostTime)
    {
        var table = skipsHopeless ? literals : null;
        var ofOneRule = mostTime * (SafePattern.UsualTime / UsualTime);
        this.browsers = new UserAgentRuleList(browsers, table, ofOneRule, ofPrograms: true);
        this.systems = new UserAgentRuleList(systems, table, ofOneRule);
        this.devices = new UserAgentRuleList(devices, table, ofOneRule);
        this.mostTime = mostTime;
    }

    /// <summary>Finds it; whatever the text is, in bounded time and without an exception.</summary>
    public UserAgentMatch Match(string userAgent)
    {
        var text = Readable(userAgent);
        var held = new HeldLiterals(literals, text);
        // The time is the clock's, not this thread's: once it can be another's fault.
        var found = Find(text, held);
        return found.RanOutOfTime ? Find(text, held) : found;
    }

    private UserAgentMatch Find(string text, HeldLiterals held)
    {
        var end = Stopwatch.GetTimestamp() + (long)(mostTime.TotalSeconds * Stopwatch.Frequency);
        var (browser, os, hardware) = (browsers.Find(text, held, end), systems.Find(text, held, end), devices.Find(text, held, end).Family);
        return new UserAgentMatch(browser, os, hardware, RanOutOfTime: Stopwatch.GetTimestamp() > end);
    }

    /// <summary>
    /// Product names are ASCII (RFC 9110, 5.6.2), and so are the rules but for one: of what is not, nothing may reach a report, and classes
    /// such as <c>\d</c> mean here what they mean to the rules' authors. Runs of blanks, which no browser writes and over which rules go back
    /// and forth, become one.
    /// </summary>
    internal static string Readable(string userAgent)
    {
        var text = userAgent.AsSpan(0, Math.Min(userAgent.Length, MaxUserAgentLength));
        Span<char> readable = stackalloc char[text.Length];
        var length = 0;
        foreach (var character in text)
        {
            var one = char.IsAscii(character) ? character : '?';
            if (!IsBlank(one))
                readable[length++] = one;
            else if (length == 0 || readable[length - 1] != ' ')
                readable[length++] = ' ';
        }

        return readable[..length].SequenceEqual(userAgent) ? userAgent : readable[..length].ToString();
    }

    private static bool IsBlank(char character) => character is ' ' or (>= '\t' and <= '\r');
}
