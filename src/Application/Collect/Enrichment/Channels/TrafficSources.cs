using System.Buffers;
using System.Collections.Frozen;

namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>What is known of sources of visits: <c>sources.txt</c>, beside this file, ready to be looked up.</summary>
internal sealed class TrafficSources
{
    private readonly FrozenDictionary<string, KnownSource>.AlternateLookup<ReadOnlySpan<char>> hosts;
    private readonly FrozenDictionary<string, KnownSource>.AlternateLookup<ReadOnlySpan<char>> hostsOfManyCountries;
    private readonly FrozenDictionary<string, KnownSource>.AlternateLookup<ReadOnlySpan<char>> names;
    private readonly FrozenDictionary<string, ClickId>.AlternateLookup<ReadOnlySpan<char>> clickIds;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> silentClickIds;
    private readonly SearchValues<string> anyMark;
    private readonly AppMark[] marks;

    internal TrafficSources(SourceFile file)
    {
        hosts = Lookup(file.Hosts);
        hostsOfManyCountries = Lookup(file.HostsOfManyCountries);
        names = Lookup(file.Names);
        clickIds = file.ClickIds.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        silentClickIds = file.SilentClickIds.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        marks = [.. file.Marks];
        anyMark = SearchValues.Create([.. marks.Select(mark => mark.Mark)], StringComparison.Ordinal);
    }

    /// <summary>As the program knows them.</summary>
    public static TrafficSources Known { get; } = new(SourceFile.Read());

    /// <summary>Whether a parameter of this name identifies a click.</summary>
    public bool IsClickId(ReadOnlySpan<char> parameter) => clickIds.ContainsKey(parameter) || silentClickIds.Contains(parameter);

    /// <summary>What a click id tells of the source, by its parameter's name; <c>null</c> when it is none or tells nothing.</summary>
    public ClickId? ClickIdOf(ReadOnlySpan<char> parameter) => clickIds.TryGetValue(parameter, out var clickId) ? clickId : null;

    /// <summary>What a source is, by its name or host in lower case, as campaigns write it.</summary>
    public SourceKind KindOf(ReadOnlySpan<char> source)
    {
        if (!source.Contains('.'))
            return names.TryGetValue(source, out var named) ? named.Kind : SourceKind.Other;
        return Find(source, out _)?.Kind ?? SourceKind.Other;
    }

    /// <summary>What a link on this host means.</summary>
    /// <param name="host">In lower case.</param>
    /// <param name="termParameters">Where a search engine sends what was searched for.</param>
    public Origin OfReferrer(ReadOnlySpan<char> host, out IReadOnlyList<string> termParameters)
    {
        var known = Find(host, out var found);
        termParameters = known?.TermParameters ?? [];
        var source = known?.Source ?? HostName.WithoutWww(found).ToString();
        return new Origin(source, known?.Kind switch
        {
            SourceKind.Search => Mediums.Organic,
            SourceKind.Ai => Mediums.AiAssistant,
            SourceKind.Mail => Mediums.Email,
            _ => Mediums.Referral,
        });
    }

    /// <summary>The network whose app shows the page; <c>null</c> when the user agent bears no mark of one.</summary>
    public Origin? OfApp(ReadOnlySpan<char> userAgent)
    {
        if (!userAgent.ContainsAny(anyMark))
            return null;
        foreach (var mark in marks)
        {
            if (BeginsWord(userAgent, mark.Mark))
                return new Origin(mark.Source, Mediums.Referral);
        }

        return null;
    }

    /// <param name="host">In lower case.</param>
    /// <param name="found">The part of it that is known, or all of it.</param>
    private KnownSource? Find(ReadOnlySpan<char> host, out ReadOnlySpan<char> found)
    {
        var name = WithoutCountry(host).Length;
        // The last label alone is none of ours: blog.google is no search engine.
        var end = host.LastIndexOf('.');
        for (var start = 0; start < end; start += host[start..].IndexOf('.') + 1)
        {
            found = host[start..];
            var isListed = hosts.TryGetValue(found, out var known)
                || (start < name && hostsOfManyCountries.TryGetValue(host[start..name], out known));
            if (isListed && (!known!.WholeHostOnly || IsWhole(host, start)))
                return known;
        }

        found = host;
        return null;
    }

    private static bool IsWhole(ReadOnlySpan<char> host, int start) =>
        start == 0 || HostName.WithoutWww(host).Length == host.Length - start;

    /// <summary><c>google</c> of <c>google.com</c>, <c>google.de</c>, <c>google.com.br</c> and <c>google.co.uk</c>; else nothing.</summary>
    private static ReadOnlySpan<char> WithoutCountry(ReadOnlySpan<char> host)
    {
        if (host.EndsWith(".com", StringComparison.Ordinal))
            return host[..^4];
        if (host.Length < 4 || host[^3] != '.')
            return default;
        var rest = host[..^3];
        return rest.EndsWith(".com", StringComparison.Ordinal) ? rest[..^4]
            : rest.EndsWith(".co", StringComparison.Ordinal) ? rest[..^3]
            : rest;
    }

    private static bool BeginsWord(ReadOnlySpan<char> text, string word)
    {
        for (var from = 0; text[from..].IndexOf(word, StringComparison.Ordinal) is var at and >= 0; from += at + 1)
        {
            if (from + at == 0 || !char.IsAsciiLetterOrDigit(text[from + at - 1]))
                return true;
        }

        return false;
    }

    private static FrozenDictionary<string, KnownSource>.AlternateLookup<ReadOnlySpan<char>> Lookup(Dictionary<string, KnownSource> known) =>
        known.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}

/// <summary>What a source is to GA4's channel groups, which call these its lists of sites.</summary>
internal enum SourceKind
{
    Other,
    Search,
    Ai,
    Mail,
    Social,
    Video,
    Shopping,
}

/// <summary>Where a visit came from.</summary>
internal readonly record struct Origin(string Source, string Medium);

/// <summary>A source of the lists.</summary>
/// <param name="Source">Its name in reports; <c>null</c>: the host itself.</param>
/// <param name="Kind">What it is.</param>
/// <param name="WholeHostOnly">Whether hosts below it are something else.</param>
/// <param name="TermParameters">Where it sends what was searched for.</param>
internal sealed record KnownSource(string? Source, SourceKind Kind, bool WholeHostOnly, IReadOnlyList<string> TermParameters);

/// <summary>What the name of an advertising parameter tells.</summary>
/// <param name="Origin">Where the click was made.</param>
/// <param name="FillsCampaign">Whether it tells of an advertisement or a partner, and not only of a link that someone passed on.</param>
/// <param name="Rank">Of several the lowest counts.</param>
internal sealed record ClickId(Origin Origin, bool FillsCampaign, int Rank);

/// <summary>A mark of a network's app in user agents.</summary>
internal sealed record AppMark(string Mark, string Source);

/// <summary>Mediums that the enrichment sets itself.</summary>
internal static class Mediums
{
    public const string Organic = "organic";
    public const string AiAssistant = "ai-assistant";
    public const string Email = "email";
    public const string Referral = "referral";
}
