using System.Collections.Frozen;

namespace Tracking.Application.Import;

/// <summary>
/// Feeds, which programs fetch by the hour and a browser script would never have counted. Known by what blog engines use:
/// <c>/feed/</c>, <c>/feed/atom/</c> and <c>?feed=rss2</c> (WordPress), <c>/index.xml</c> (Hugo), <c>/rss.xml</c> (Drupal),
/// <c>?format=feed</c> (Joomla), <c>?flav=rss20</c> (Blosxom and its kin).
/// </summary>
internal static class FeedRule
{
    private static readonly FrozenSet<string> Names =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "feed", "rss", "rss2", "atom", "rdf");

    private static readonly FrozenSet<string> FileTypes =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "xml", "json", "php", "asp", "aspx", "ashx", "jsp", "cgi");

    private static readonly FrozenSet<string> QueryKeys =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "feed", "flav", "flavor", "flavour", "format", "output", "alt");

    // "/tags/rss" is a page about feeds.
    private static readonly FrozenSet<string> Topics =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "tag", "tags", "category", "categories", "topic", "topics", "wiki");

    public static bool Matches(string path, string query) => IsFeedPath(path) || IsFeedQuery(query);

    private static bool IsFeedPath(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0)
            return false;
        var last = segments[^1];
        var dot = last.LastIndexOf('.');
        if (dot < 0)
            return Names.Contains(last) && !(segments.Length > 1 && Topics.Contains(segments[^2]));

        var (name, type) = (last[..dot], last[(dot + 1)..]);
        if (type.ToUpperInvariant() is "RSS" or "ATOM" or "RDF")
            return true;
        if (type.Equals("xml", StringComparison.OrdinalIgnoreCase))
            return name.Equals("index", StringComparison.OrdinalIgnoreCase) || name.Split('.', '-', '_').Any(Names.Contains);
        return Names.Contains(name) && FileTypes.Contains(type);
    }

    private static bool IsFeedQuery(string query)
    {
        foreach (var parameter in query.TrimStart('?').Split('&', ';'))
        {
            var equals = parameter.IndexOf('=');
            if (equals < 0
                ? Names.Contains(parameter)
                : QueryKeys.Contains(parameter[..equals]) && IsFeedFlavour(parameter[(equals + 1)..]))
                return true;
        }
        return false;
    }

    // "rss20", "rss0.92", "atom10"; WordPress: "comments-rss2".
    private static bool IsFeedFlavour(string value)
    {
        const string comments = "comments-";
        var flavour = value.StartsWith(comments, StringComparison.OrdinalIgnoreCase) ? value[comments.Length..] : value;
        return Names.Contains(flavour.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.'));
    }
}
