using System.Text;
using Tracking.Application.Collect.Enrichment.Channels;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect;

/// <summary>
/// Takes from URLs what must not be kept: user name and password always; of the query, and of one in the fragment, all but the campaign's parameters and those that
/// the site lists; click ids unless marketing is granted; without analytics consent the fragment too, and all but the campaign's
/// parameters (HTTP contract v1, "Consent").
/// </summary>
public static class UrlCleaner
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> CampaignParameters =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_source_platform", "utm_creative_format",
            "utm_marketing_tactic",
        }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Cleans <paramref name="url"/>.</summary>
    /// <returns><c>null</c> when it is no absolute http or https URL.</returns>
    public static string? Clean(string? url, ConsentState consent, SiteSettings settings)
    {
        if (!PageUrl.TryParse(url, out var uri))
            return null;
        // Where a user's name ends is for Uri to say: slashes may lean either way, and text may stand behind an IPv6 host.
        var address = uri.UserInfo.Length > 0
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.SafeUnescaped)
            : null;
        return Filtered(url, address, consent, settings);
    }

    /// <summary>
    /// The target of a link: a page's URL cleaned, a relative one too; another kind (mail, telephone) only with consent.
    /// </summary>
    public static string? CleanTarget(string? href, ConsentState consent, SiteSettings settings)
    {
        if (href is null || PageUrl.IsValid(href))
            return Clean(href, consent, settings);
        if (consent.Anonymised)
            return null;
        // Of the page's own scheme: it has a host, and may have a user name.
        if (href.TrimStart() is ['/' or '\\', '/' or '\\', ..])
            return Clean("https:" + href.TrimStart(), consent, settings)?["https:".Length..];
        var schemeEnds = href.IndexOfAny([':', '/', '?', '#']);
        if (schemeEnds < 0 || href[schemeEnds] != ':')
            return Filtered(href, address: null, consent, settings);
        var isBrokenPage = href[..schemeEnds].Trim().ToLowerInvariant() is "http" or "https";
        return isBrokenPage ? null : href;
    }

    /// <summary>The URL with what may be kept of its query and fragment; its address replaced by <paramref name="address"/> where given.</summary>
    private static string Filtered(string url, string? address, ConsentState consent, SiteSettings settings)
    {
        if (address is null && url.AsSpan().IndexOfAny('?', '#') < 0)
            return url;
        var fragmentAt = url.IndexOf('#', StringComparison.Ordinal);
        var beforeFragment = fragmentAt < 0 ? url : url[..fragmentAt];
        var cleaned = new StringBuilder(url.Length);
        Append(beforeFragment, address);
        // An application that navigates by fragment has a query of its own in it.
        if (fragmentAt >= 0 && !consent.Anonymised)
            Append(url[fragmentAt..], null);
        return cleaned.ToString();

        void Append(string part, string? before)
        {
            var queryAt = part.IndexOf('?', StringComparison.Ordinal);
            cleaned.Append(before ?? (queryAt < 0 ? part : part[..queryAt]));
            var separator = '?';
            var query = queryAt < 0 ? default : part.AsSpan(queryAt + 1);
            foreach (var range in query.Split('&'))
            {
                var parameter = query[range];
                if (parameter.IsEmpty || !IsKept(parameter, consent, settings))
                    continue;
                cleaned.Append(separator).Append(parameter);
                separator = '&';
            }
        }
    }

    private static bool IsKept(ReadOnlySpan<char> parameter, ConsentState consent, SiteSettings settings)
    {
        var equals = parameter.IndexOf('=');
        var name = equals < 0 ? parameter : parameter[..equals];
        if (name.Contains('%'))
            name = Uri.UnescapeDataString(name);
        if (CampaignParameters.Contains(name))
            return true;
        if (consent.Anonymised)
            return false;
        if (TrafficSources.Known.IsClickId(name))
            return consent.Marketing;
        foreach (var kept in settings.QueryParameters)
        {
            if (name.Equals(kept, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
