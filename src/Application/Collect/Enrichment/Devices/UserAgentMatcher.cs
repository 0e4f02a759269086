using System.Text;
using Tracking.Application.Collect.Enrichment.Patterns;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>Finds what a user agent says, by uap-core's rules.</summary>
public sealed class UserAgentMatcher
{
    /// <summary>What is longer is cut before it is looked at, in characters: browsers write 100 to 300.</summary>
    public const int MaxUserAgentLength = 512;

    private readonly UserAgentRuleList browsers;
    private readonly UserAgentRuleList systems;
    private readonly UserAgentRuleList devices;
    private readonly LiteralTable literals = new();

    /// <summary>Takes the rules in the order in which they are tried.</summary>
    public UserAgentMatcher(IEnumerable<UserAgentRule> browsers, IEnumerable<UserAgentRule> systems, IEnumerable<UserAgentRule> devices)
        : this(browsers, systems, devices, skipsHopeless: true)
    {
    }

    /// <summary>Takes them; for a test also without skipping those whose literals the text lacks.</summary>
    internal UserAgentMatcher(
        IEnumerable<UserAgentRule> browsers, IEnumerable<UserAgentRule> systems, IEnumerable<UserAgentRule> devices, bool skipsHopeless)
    {
        var table = skipsHopeless ? literals : null;
        this.browsers = new UserAgentRuleList(browsers, table);
        this.systems = new UserAgentRuleList(systems, table);
        this.devices = new UserAgentRuleList(devices, table);
    }

    /// <summary>Finds it; whatever the text is, in bounded time and without an exception.</summary>
    public UserAgentMatch Match(string userAgent)
    {
        var text = Readable(userAgent);
        var held = new HeldLiterals(literals, text);
        return new UserAgentMatch(browsers.Find(text, held), systems.Find(text, held), devices.Find(text, held).Family);
    }

    /// <summary>
    /// Product names are ASCII (RFC 9110, 5.6.2), and so are the rules but for one: of what is not, nothing may reach a report, and classes
    /// such as <c>\d</c> mean here what they mean to the rules' authors.
    /// </summary>
    private static string Readable(string userAgent)
    {
        var text = userAgent.Length > MaxUserAgentLength ? userAgent[..MaxUserAgentLength] : userAgent;
        return Ascii.IsValid(text)
            ? text
            : string.Create(text.Length, text, static (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                    target[i] = char.IsAscii(source[i]) ? source[i] : '?';
            });
    }
}
