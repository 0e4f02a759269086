using Tracking.Application.Import;
using static Tracking.Application.Tests.Import.LogText;

namespace Tracking.Application.Tests.Import;

public class PageRequestTests
{
    private static readonly PageOrigin Shop = PageOrigin.TryParse("https://shop.example", out var origin) ? origin : throw new InvalidOperationException();

    [Theory]
    [InlineData("/")]
    [InlineData("/about/")]
    [InlineData("/about")]
    [InlineData("/?page=2")]
    [InlineData("/files/?C=N;O=D")]
    [InlineData("/post.html")]
    [InlineData("/post.HTM")]
    [InlineData("/tool.xhtml")]
    [InlineData("/slides.pdf.html")]
    [InlineData("/index.php?id=1")]
    [InlineData("/index.php/news/today")]
    [InlineData("/Default.aspx")]
    [InlineData("/cart.jsp;jsessionid=0A1B.png")]
    [InlineData("/cgi-bin/search.cgi")]
    [InlineData("/blog/fedora-9-subversion-1.5")]
    [InlineData("/users/jane.doe")]
    [InlineData("/node.js-or-not")]
    [InlineData("/download?file=a.zip")]
    [InlineData("/tags/rss")]
    [InlineData("/feedback")]
    [InlineData("/atomic-design.html")]
    [InlineData("/post.html?utm_source=feedburner&utm_medium=feed")]
    [InlineData("/post.html?source=rss20")]
    [InlineData("/?format=print")]
    [InlineData("//double")]
    public void A_page_is_counted(string target) => ReasonFor($"GET {target} HTTP/1.1").ShouldBeNull();

    [Theory]
    [InlineData("/style.css")]
    [InlineData("/STYLE.CSS?v=3")]
    [InlineData("/app.min.js")]
    [InlineData("/app.js.map")]
    [InlineData("/a/b/logo.png")]
    [InlineData("//favicon.ico")]
    [InlineData("/favicon.ico")]
    [InlineData("/robots.txt")]
    [InlineData("/sitemap.xml")]
    [InlineData("/sitemap_index.xml.gz")]
    [InlineData("/font.woff2")]
    [InlineData("/film.mp4#t=10")]
    [InlineData("/manual.pdf")]
    [InlineData("/setup-1.2.3.tar.gz")]
    [InlineData("/scripts/tool.py")]
    [InlineData("/api/items.json")]
    [InlineData("/style.css;v=1")]
    [InlineData("/.well-known/security.txt")]
    [InlineData("/.well-known/change-password")]
    [InlineData("/blog/xmlrpc.php")]
    [InlineData("/wp-json")]
    [InlineData("/wp-json/wp/v2/posts")]
    [InlineData("/wp-admin/admin-ajax.php")]
    [InlineData("/_next/image?url=%2Fa.png&w=640")]
    [InlineData("http://shop.example/logo.png")]
    public void A_file_or_endpoint_is_an_asset(string target) => ReasonFor($"GET {target} HTTP/1.1").ShouldBe(SkipReason.Asset);

    [Theory]
    [InlineData("/?flav=rss20")]
    [InlineData("/blog/tags/puppet?flav=atom")]
    [InlineData("/?page=2&FLAV=RSS")]
    [InlineData("/?feed=rss2")]
    [InlineData("/?feed=comments-rss2")]
    [InlineData("/?format=feed&type=rss")]
    [InlineData("/?rss")]
    [InlineData("/feed")]
    [InlineData("/post/feed/")]
    [InlineData("/feed/atom/")]
    [InlineData("/rss")]
    [InlineData("/index.xml")]
    [InlineData("/rss.xml")]
    [InlineData("/feeds/all.atom.xml")]
    [InlineData("/news-feed.xml")]
    [InlineData("/index.rdf")]
    [InlineData("/news.rss")]
    [InlineData("/blog.atom")]
    [InlineData("/feed.json")]
    [InlineData("/rss.php")]
    [InlineData("http://shop.example/feed")]
    public void A_feed_is_told_from_pages_and_assets(string target) => ReasonFor($"GET {target} HTTP/1.1").ShouldBe(SkipReason.Feed);

    [Theory]
    [InlineData("HEAD / HTTP/1.1", 200, SkipReason.MethodNotGet)]
    [InlineData("POST /style.css HTTP/1.1", 404, SkipReason.MethodNotGet)]
    [InlineData("get / HTTP/1.1", 200, SkipReason.MethodNotGet)]
    [InlineData("GET / HTTP/1.1", 206, SkipReason.StatusNotPage)]
    [InlineData("GET / HTTP/1.1", 301, SkipReason.StatusNotPage)]
    [InlineData("GET /style.css HTTP/1.1", 404, SkipReason.StatusNotPage)]
    [InlineData("GET / HTTP/1.1", 304, null)]
    [InlineData("-", 408, SkipReason.NoRequest)]
    [InlineData("\\x16\\x03\\x01", 400, SkipReason.NoRequest)]
    [InlineData("GET * HTTP/1.1", 200, SkipReason.NoUrl)]
    [InlineData("GET shop.example HTTP/1.1", 200, SkipReason.NoUrl)]
    public void The_first_reason_that_holds_is_given(string request, int status, SkipReason? expected) =>
        ReasonFor(request, status).ShouldBe(expected);

    [Fact]
    public void A_line_in_another_format_is_not_parsable() => Read(Line("hello")).Reason.ShouldBe(SkipReason.NotParsable);

    [Fact]
    public void A_line_that_is_too_long_is_not_parsable() =>
        Read(new LogLine(default, IsTooLong: true)).Reason.ShouldBe(SkipReason.NotParsable);

    [Fact]
    public void Every_field_of_a_page_view_comes_from_its_line() =>
        Read(Line(Combined("GET /a?b=c HTTP/1.1", referrer: "https://example.org/x")), Shop).Page.ShouldBe(new PageRequest(
            "https://shop.example/a?b=c", "https://example.org/x", new(2015, 5, 17, 10, 5, 3, TimeSpan.Zero), "203.0.113.7", Firefox));

    [Theory]
    [InlineData("https://shop.example", "203.0.113.7", "/a", "https://shop.example/a")]
    [InlineData("https://shop.example", "other.example:80 203.0.113.7", "http://third.example/a", "https://shop.example/a")]
    [InlineData(null, "other.example:80 203.0.113.7", "/a", "http://other.example/a")]
    [InlineData(null, "other.example:443 203.0.113.7", "http://third.example/a", "https://other.example/a")]
    [InlineData(null, "other.example:8080 203.0.113.7", "/a", "http://other.example:8080/a")]
    [InlineData(null, "other.example 203.0.113.7", "/a", "https://other.example/a")]
    [InlineData(null, "203.0.113.7", "http://third.example:8080/a?b", "http://third.example:8080/a?b")]
    [InlineData(null, "203.0.113.7", "HTTP://third.example", "http://third.example/")]
    [InlineData(null, "203.0.113.7", "http://third.example?b", "http://third.example/?b")]
    [InlineData("https://shop.example", "203.0.113.7", "/a#b", "https://shop.example/a")]
    [InlineData("https://shop.example", "203.0.113.7", "//a", "https://shop.example//a")]
    public void The_url_is_of_the_given_origin_else_the_virtual_host_else_the_target(string? origin, string client, string target, string url) =>
        Read(Line(Combined($"GET {target} HTTP/1.1", client: client + " - -")), origin is null ? null : Shop).Page
            .ShouldNotBeNull().Url.ShouldBe(url);

    [Theory]
    [InlineData("203.0.113.7 - -", "/a", "https://shop.example/a")]
    [InlineData("bad^host:80 203.0.113.7 - -", "/a", "https://shop.example/a")]
    [InlineData("other.example 203.0.113.7 - -", "/a", "https://other.example/a")]
    [InlineData("203.0.113.7 - -", "https://third.example/a", "https://third.example/a")]
    public void Where_the_line_does_not_say_the_host_it_is_the_one_to_fall_back_on(string client, string target, string url) =>
        Read(Line(Combined($"GET {target} HTTP/1.1", client: client)), fallback: Shop).Page.ShouldNotBeNull().Url.ShouldBe(url);

    [Theory]
    [InlineData("203.0.113.7 - -", "/")]
    [InlineData("203.0.113.7 - -", "http://user@evil.example/")]
    [InlineData("bad^host:80 203.0.113.7 - -", "/")]
    public void Without_a_host_there_is_no_url(string client, string target) =>
        Read(Line(Combined($"GET {target} HTTP/1.1", client: client))).Reason.ShouldBe(SkipReason.NoUrl);

    [Theory]
    [InlineData(2_048, null)]
    [InlineData(2_049, SkipReason.NoUrl)]
    public void A_url_has_at_most_2048_characters(int length, SkipReason? expected) =>
        ReasonFor($"GET /{new string('a', length - "https://shop.example/".Length)} HTTP/1.1").ShouldBe(expected);

    [Theory]
    [InlineData("https://example.org/x?y", "https://example.org/x?y")]
    [InlineData("http://example.org", "http://example.org")]
    [InlineData("-", null)]
    [InlineData("", null)]
    [InlineData("example.org", null)]
    [InlineData("/relative", null)]
    [InlineData("android-app://com.example", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("http://", null)]
    public void A_referrer_that_is_no_web_url_is_left_out(string logged, string? referrer) =>
        Read(Line(Combined(referrer: logged)), Shop).Page.ShouldNotBeNull().Referrer.ShouldBe(referrer);

    [Fact]
    public void A_referrer_over_2048_characters_is_left_out() =>
        Read(Line(Combined(referrer: "https://example.org/" + new string('a', 2_029))), Shop).Page.ShouldNotBeNull().Referrer.ShouldBeNull();

    [Theory]
    [InlineData("", 1_024)]
    [InlineData("x", 1_023)]
    public void A_long_user_agent_is_cut_between_characters(string before, int length) =>
        Read(Line(Combined(userAgent: before + string.Concat(Enumerable.Repeat("🦊", 600)))), Shop).Page
            .ShouldNotBeNull().UserAgent.ShouldNotBeNull().Length.ShouldBe(length);

    [Fact]
    public void A_last_line_without_line_break_counts_when_its_user_agent_is_closed() =>
        Read(Line(Combined()) with { IsTerminated = false }, Shop).Reason.ShouldBeNull();

    [Theory]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 51""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5120 "-" "Mozilla/5.0" 0.0""")]
    public void A_last_line_that_may_go_on_is_left_for_the_next_time(string text) =>
        Read(Line(text) with { IsTerminated = false }, Shop).Reason.ShouldBe(SkipReason.Unfinished);

    private static SkipReason? ReasonFor(string request, int status = 200) => Read(Line(Combined(request, status)), Shop).Reason;

    private static (PageRequest? Page, SkipReason? Reason) Read(LogLine line, PageOrigin? origin = null, PageOrigin? fallback = null)
    {
        PageRequest.TryRead(line, origin, fallback, out var page, out var reason);
        return (page, reason);
    }
}
