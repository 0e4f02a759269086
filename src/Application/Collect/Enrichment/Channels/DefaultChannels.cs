namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>
/// GA4's default channel groups for manual traffic, in their order and with their conditions (Google Analytics Help, "[GA4] Default channel
/// group"). Their lists of sites are those of <c>sources.txt</c>.
/// </summary>
internal static class DefaultChannels
{
    public const string Direct = "Direct";
    public const string CrossNetwork = "Cross-network";
    public const string PaidShopping = "Paid Shopping";
    public const string PaidSearch = "Paid Search";
    public const string PaidSocial = "Paid Social";
    public const string PaidVideo = "Paid Video";
    public const string Display = "Display";
    public const string PaidOther = "Paid Other";
    public const string OrganicShopping = "Organic Shopping";
    public const string OrganicSocial = "Organic Social";
    public const string OrganicVideo = "Organic Video";
    public const string AiAssistant = "AI Assistant";
    public const string OrganicSearch = "Organic Search";
    public const string Email = "Email";
    public const string Affiliates = "Affiliates";
    public const string Referral = "Referral";
    public const string Audio = "Audio";
    public const string Sms = "SMS";
    public const string MobilePush = "Mobile Push Notifications";
    public const string Unassigned = "Unassigned";

    /// <summary>The channel of what is known; with nothing known, <see cref="Direct"/>.</summary>
    /// <param name="kind">What the source is.</param>
    /// <param name="source">In lower case.</param>
    /// <param name="medium">In lower case.</param>
    /// <param name="campaign">As sent.</param>
    public static string Of(SourceKind kind, string? source, string? medium, string? campaign)
    {
        if (source is null && medium is null && campaign is null)
            return Direct;
        if (campaign is not null && campaign.Contains("cross-network", StringComparison.OrdinalIgnoreCase))
            return CrossNetwork;

        var isShopping = kind == SourceKind.Shopping || NamesShop(campaign);
        if (IsPaid(medium))
        {
            return isShopping ? PaidShopping : kind switch
            {
                SourceKind.Search => PaidSearch,
                SourceKind.Social => PaidSocial,
                SourceKind.Video => PaidVideo,
                _ => IsDisplay(medium) ? Display : PaidOther,
            };
        }

        return IsDisplay(medium) ? Display
            : isShopping ? OrganicShopping
            : kind == SourceKind.Social || IsSocial(medium) ? OrganicSocial
            : kind == SourceKind.Video || Has(medium, "video") ? OrganicVideo
            : kind == SourceKind.Ai || medium == Mediums.AiAssistant ? AiAssistant
            : kind == SourceKind.Search || medium == Mediums.Organic ? OrganicSearch
            : IsMail(source) || IsMail(medium) ? Email
            : medium == "affiliate" ? Affiliates
            : medium is Mediums.Referral or "app" or "link" ? Referral
            : medium == "audio" ? Audio
            : source == "sms" || medium == "sms" ? Sms
            : IsPush(source, medium) ? MobilePush
            : Unassigned;
    }

    // ^(.*cp.*|ppc|retargeting|paid.*)$
    private static bool IsPaid(string? medium) =>
        medium is "ppc" or "retargeting" || Has(medium, "cp") || (medium?.StartsWith("paid", StringComparison.Ordinal) ?? false);

    private static bool IsDisplay(string? medium) => medium is "display" or "banner" or "expandable" or "interstitial" or "cpm";

    private static bool IsSocial(string? medium) =>
        medium is "social" or "social-network" or "social-media" or "sm" or "social network" or "social media";

    private static bool IsMail(string? word) => word is "email" or "e-mail" or "e_mail" or "e mail";

    private static bool IsPush(string? source, string? medium) =>
        source == "firebase" || Has(medium, "mobile") || Has(medium, "notification")
        || (medium?.EndsWith("push", StringComparison.Ordinal) ?? false);

    // ^(.*(([^a-df-z]|^)shop|shopping).*)$: a shop or an e-shop, but no workshop.
    private static bool NamesShop(ReadOnlySpan<char> campaign)
    {
        for (var from = 0; campaign[from..].IndexOf("shop", StringComparison.OrdinalIgnoreCase) is var at and >= 0; from += at + 1)
        {
            var start = from + at;
            if (start == 0
                || char.ToLowerInvariant(campaign[start - 1]) is not ((>= 'a' and <= 'd') or (>= 'f' and <= 'z'))
                || campaign[start..].StartsWith("shopping", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool Has(string? text, string part) => text is not null && text.Contains(part, StringComparison.Ordinal);
}
