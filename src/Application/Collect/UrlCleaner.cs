using System.Text;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect;

/// <summary>
/// Takes from URLs what must not be kept: user name and password always; of the query all but the campaign's parameters and those that
/// the site lists; click ids unless marketing is granted; without analytics consent the fragment too, and all but the campaign's
/// parameters (HTTP contract v1, "Consent").
/// </summary>
public static class UrlCleaner
{
    private static readonly HashSet<string> CampaignParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_source_platform", "utm_creative_format",
        "utm_marketing_tactic",
    };

    private static readonly HashSet<string> ClickIdParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "gclid", "gbraid", "wbraid", "dclid", "gclsrc", "fbclid", "msclkid", "ttclid", "twclid", "li_fat_id", "igshid", "igsh", "epik",
        "sccid", "rdt_cid", "yclid", "ysclid", "srsltid", "mc_eid", "mc_cid", "_hsenc", "_openstat", "irclickid", "cjevent", "ef_id",
        "s_kwcid", "vmcid", "wickedid", "obclid", "tblci", "qclid",
    };

    /// <summary>Cleans <paramref name="url"/>.</summary>
    /// <returns><c>null</c> when it is no absolute http or https URL.</returns>
    public static string? Clean(string? url, ConsentState consent, SiteSettings settings)
    {
        if (!PageUrl.TryParse(url, out var uri))
            return null;
        var fragmentAt = url.IndexOf('#', StringComparison.Ordinal);
        var fragment = fragmentAt < 0 ? string.Empty : url[fragmentAt..];
        var beforeFragment = fragmentAt < 0 ? url : url[..fragmentAt];
        var queryAt = beforeFragment.IndexOf('?', StringComparison.Ordinal);
        // Where a user's name ends is for Uri to say: slashes may lean either way, and text may stand behind an IPv6 host.
        var address = uri.UserInfo.Length > 0 ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.SafeUnescaped)
            : queryAt < 0 ? beforeFragment
            : beforeFragment[..queryAt];
        if (queryAt < 0 && fragmentAt < 0)
            return address;

        var cleaned = new StringBuilder(address);
        var separator = '?';
        foreach (var parameter in queryAt < 0 ? [] : beforeFragment[(queryAt + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsKept(parameter, consent, settings))
                continue;
            cleaned.Append(separator).Append(parameter);
            separator = '&';
        }

        return consent.Anonymised ? cleaned.ToString() : cleaned.Append(fragment).ToString();
    }

    /// <summary>The target of a link: a page's URL cleaned; another kind (mail, telephone) only with consent.</summary>
    public static string? CleanTarget(string? href, ConsentState consent, SiteSettings settings) =>
        PageUrl.IsValid(href) ? Clean(href, consent, settings)
        : consent.Anonymised ? null
        : href;

    private static bool IsKept(string parameter, ConsentState consent, SiteSettings settings)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString(equals < 0 ? parameter : parameter[..equals]);
        if (CampaignParameters.Contains(name))
            return true;
        if (consent.Anonymised)
            return false;
        if (ClickIdParameters.Contains(name))
            return consent.Marketing;
        return settings.QueryParameters.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
