using System.Runtime.CompilerServices;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>A site's own hosts, from which a visit is no referral.</summary>
internal sealed class OwnHosts
{
    // Settings are read anew every few seconds, and events come by the thousand: a site's hosts are made comparable once a reading.
    private static readonly ConditionalWeakTable<IReadOnlyList<string>, OwnHosts> Made = [];

    private readonly string[] hosts;

    private OwnHosts(IReadOnlyList<string> listed) => hosts = [.. listed.Select(Comparable).OfType<string>()];

    /// <summary>Those that the site lists.</summary>
    public static OwnHosts Of(SiteSettings settings) => Made.GetValue(settings.Hosts, static listed => new OwnHosts(listed));

    /// <summary>
    /// Whether the host, in lower case and ASCII, is listed, with or without <c>www.</c>, or lies below one that is; below one word
    /// (<c>com</c>) lies none.
    /// </summary>
    public bool Contain(ReadOnlySpan<char> host)
    {
        foreach (var own in hosts)
        {
            if (HostName.WithoutWww(host).SequenceEqual(HostName.WithoutWww(own))
                || (host.Length > own.Length && own.Contains('.', StringComparison.Ordinal) && host.EndsWith(own, StringComparison.Ordinal) && host[host.Length - own.Length - 1] == '.'))
                return true;
        }

        return false;
    }

    // An IPv6 address is listed without the brackets that it has in a URL.
    private static string? Comparable(string host) =>
        PageUrl.Parts($"http://{host}/")?.Hostname ?? PageUrl.Parts($"http://[{host}]/")?.Hostname;
}
