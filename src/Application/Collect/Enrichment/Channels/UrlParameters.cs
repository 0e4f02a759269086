namespace Tracking.Application.Collect.Enrichment.Channels;

/// <summary>The parameters of a URL's query, in order, cut as <see cref="UrlCleaner"/> cuts them.</summary>
internal ref struct UrlParameters
{
    private ReadOnlySpan<char> rest;

    /// <param name="url">Any text.</param>
    public UrlParameters(string url)
    {
        rest = url;
        if (rest.IndexOf('#') is var fragment and >= 0)
            rest = rest[..fragment];
        rest = rest.IndexOf('?') is var query and >= 0 ? rest[(query + 1)..] : default;
    }

    /// <summary>The name, percent-decoded.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The value as sent; empty without one.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Goes to the next; <c>false</c> after the last.</summary>
    public bool MoveNext()
    {
        if (rest.IsEmpty)
            return false;
        var end = rest.IndexOf('&');
        var parameter = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        var equals = parameter.IndexOf('=');
        Name = equals < 0 ? parameter : parameter[..equals];
        Value = equals < 0 ? default : parameter[(equals + 1)..];
        if (Name.Contains('%'))
            Name = Uri.UnescapeDataString(Name);
        return true;
    }
}
