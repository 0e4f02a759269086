using System.Collections.Frozen;

namespace Tracking.Application.Import;

/// <summary>
/// Files that are no page. A page is what could have carried the browser script, an HTML document: a path without an
/// extension, with one that makes HTML (.html, .xhtml, .php, .aspx, .jsp, .cgi), or with one not listed here, since paths
/// hold dots of other kinds too (<c>/fedora-9-subversion-1.5</c>, <c>/users/jane.doe</c>). Listings of folders are pages.
/// </summary>
internal static class AssetRule
{
    private const string LoadedWithPage = """
        css js mjs png jpg jpeg gif webp avif ico cur svg woff woff2 ttf otf eot
        """;

    private const string Others = """
        scss less map cjs jsx ts tsx vue wasm
        jpe jfif bmp svgz tif tiff heic psd eps
        mp3 mp4 m4a m4v aac flac ogg oga ogv opus wav webm avi mov mpg mpeg mkv wmv wma flv swf m3u m3u8 vtt srt
        zip gz tgz bz2 tbz xz txz zst 7z rar tar jar war gem whl deb rpm apk dmg iso msi exe dll so bin img pkg crx xpi torrent
        pdf ps doc docx xls xlsx ppt pptx odt ods odp rtf epub mobi tex
        txt md markdown log csv tsv json jsonp jsonld geojson xml xsl xslt xsd dtd wsdl yaml yml toml ini conf cfg sql ics vcf gpx kml
        pem crt asc sig md5 sha1 sha256 webmanifest appcache htc
        c h cc cpp hpp cs java class py pyc pyo rb lua go rs sh bash bat ps1 vim m4 mk xs spec diff patch pcap bak
        """;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PageParts = Listed(LoadedWithPage);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownExtensions = Listed($"{LoadedWithPage}\n{Others}");

    // Endpoints for programs whose names look like pages, wherever a site was installed.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EndpointNames =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "xmlrpc.php", "wp-cron.php", "admin-ajax.php", "server-status", "server-info")
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] EndpointFolders = ["/.well-known/", "/wp-json/", "/cdn-cgi/", "/_next/image/"];

    public static bool Matches(string path)
    {
        var name = NameOf(path);
        return HasExtensionOf(KnownExtensions, name) || EndpointNames.Contains(name) || IsInEndpointFolder(path);
    }

    /// <summary>Whether it is a style, script, image or font, as browsers load with a page; programs, which load none, take downloads too.</summary>
    public static bool IsLoadedWithPage(string path) => HasExtensionOf(PageParts, NameOf(path));

    private static ReadOnlySpan<char> NameOf(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        // "/page.jsp;jsessionid=A.node1": a parameter of the path, not its extension.
        return name.IndexOf(';') is var parameter and >= 0 ? name[..parameter] : name;
    }

    private static bool HasExtensionOf(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> extensions, ReadOnlySpan<char> name) =>
        name.LastIndexOf('.') is var dot and >= 0 && extensions.Contains(name[(dot + 1)..]);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Listed(string extensions) =>
        extensions.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static bool IsInEndpointFolder(string path)
    {
        var folder = path.EndsWith('/') ? path : path + "/";
        return EndpointFolders.Any(endpoint => folder.Contains(endpoint, StringComparison.OrdinalIgnoreCase));
    }
}
