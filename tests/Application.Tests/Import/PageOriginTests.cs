using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

public class PageOriginTests
{
    [Theory]
    [InlineData("https://shop.example", "https://shop.example")]
    [InlineData("https://shop.example/", "https://shop.example")]
    [InlineData("HTTPS://Shop.Example:443", "https://shop.example")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("shop.example", "https://shop.example")]
    [InlineData("shop.example:8443", "https://shop.example:8443")]
    [InlineData("[2001:db8::1]:80", "https://[2001:db8::1]:80")]
    [InlineData("localhost", "https://localhost")]
    [InlineData("localhost:8080", "https://localhost:8080")]
    [InlineData("http://intranet", "http://intranet")]
    public void An_origin_is_scheme_and_host(string typed, string origin) =>
        (PageOrigin.TryParse(typed, out var parsed) ? parsed.ToString() : null).ShouldBe(origin);

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("ftp://shop.example")]
    [InlineData("https://shop.example/blog")]
    [InlineData("https://shop.example?a")]
    [InlineData("https://shop.example/#a")]
    [InlineData("https://jane@shop.example")]
    [InlineData("shop example")]
    [InlineData("nohost")]
    [InlineData("nohost:8080")]
    public void What_holds_more_or_less_is_refused(string typed) => PageOrigin.TryParse(typed, out _).ShouldBeFalse();
}
