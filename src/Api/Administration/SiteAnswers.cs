using AutoMapper;
using Tracking.Api.Authentication;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Administration;

/// <summary>A site and its settings.</summary>
internal sealed record SiteAnswer
{
    /// <summary>Its short name.</summary>
    public required string Site { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    public required string Timezone { get; init; }

    public required string ConsentMode { get; init; }

    public required WithoutConsent WithoutConsent { get; init; }

    public required IReadOnlyList<string> Origins { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    public required IpPolicy IpPolicy { get; init; }

    public required bool HonourDoNotTrack { get; init; }

    public required IReadOnlyList<string> FormFields { get; init; }

    public required IReadOnlyList<string> QueryParameters { get; init; }

    public required IReadOnlyList<string> AnonymousProperties { get; init; }

    public required TransactionsFrom TransactionsFrom { get; init; }

    public required IReadOnlyDictionary<string, int> RetentionDays { get; init; }
}

/// <summary>Sites.</summary>
internal sealed record SitesAnswer(IReadOnlyList<SiteAnswer> Sites);

/// <summary>A new site, with its first keys, which are shown this once.</summary>
internal sealed record CreatedSiteAnswer(SiteAnswer Site, string WriteKey, string SecretKey);

/// <summary>A key without the key.</summary>
internal sealed record KeyAnswer
{
    public required int Id { get; init; }

    public required KeyKind Kind { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Keys.</summary>
internal sealed record KeysAnswer(IReadOnlyList<KeyAnswer> Keys);

/// <summary>A new key, shown this once.</summary>
internal sealed record CreatedKeyAnswer(int Id, KeyKind Kind, IReadOnlyList<string> Scopes, string Name, DateTimeOffset CreatedAt, string Key);

/// <summary>How sites and keys become answers.</summary>
internal sealed class SiteProfile : Profile
{
    public SiteProfile()
    {
        CreateMap<SiteSettings, SiteAnswer>()
            .ForMember(answer => answer.Site, member => member.Ignore())
            .ForMember(answer => answer.ConsentMode, member => member.MapFrom(settings => SiteSettingsReading.WordOf(settings.ConsentMode)));
        CreateMap<Site, SiteAnswer>()
            .IncludeMembers(site => site.Settings)
            .ForMember(answer => answer.Site, member => member.MapFrom(site => site.Name))
            .ForMember(answer => answer.Name, member => member.MapFrom(site => site.Settings.Name));
        CreateMap<SiteKey, KeyAnswer>()
            .ForMember(answer => answer.Scopes, member => member.MapFrom(key => ScopeWords.Words(key.Scopes).ToArray()));
    }
}
