using CsCheck;
using Tracking.Application.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect;

public class UrlCleanerTests
{
    private static readonly ConsentState All = new(true, true, true, false);
    private static readonly ConsentState AnalyticsOnly = new(true, false, false, false);
    private static readonly ConsentState None = new(false, false, false, true);
    private static readonly SiteSettings Listing = new() { QueryParameters = ["sort", "gclid"] };

    /// <summary>URLs out of the pieces that matter, well-formed and not.</summary>
    private static readonly Gen<string> Url = Gen.Select(
        Gen.OneOf("http:", "https:", "HTTP:", " https:", "https", "ftp:", ""),
        Gen.OneOf("//", "\\\\", "/\\", "\\/", "/", ""),
        Gen.OneOf("", "user@", "user:pass@", "a@b@", "us%40er:p%2Fw@", "@", ":@"),
        Gen.OneOf("shop.example", "shop.example:8080", "b\u00fccher.example", "[::1]", "[2001:db8::1]:81", "xn--\u00e9", "1.2.3.4", "a_b", ""),
        Gen.Char["/\\?#&=%@:;.+aZ0\u00e4\u20ac"].Array[0, 12].Select(chars => new string(chars)),
        Gen.OneOf("", "?sort=1&utm_source=x&gclid=y", "?&&=&a", "#top", "?utm%5Fsource=a#b?c", "?q=http://u:p@h/"),
        (scheme, slashes, userInfo, host, path, rest) => scheme + slashes + userInfo + host + path + rest);

    private static readonly Gen<ConsentState> Consent = Gen.OneOf(All, AnalyticsOnly, None);

    [Theory]
    [InlineData("https://shop.example/sale", "https://shop.example/sale")]
    [InlineData("https://shop.example", "https://shop.example")]
    [InlineData("https://user:pass@shop.example/sale", "https://shop.example/sale")]
    [InlineData("https://user@shop.example", "https://shop.example/")]
    [InlineData("https://us%40er:p%2Fw@shop.example:8443/", "https://shop.example:8443/")]
    [InlineData("https://user:pass@[2001:db8::1]:8080/x", "https://[2001:db8::1]:8080/x")]
    [InlineData("https://user:pass@shop.example/%2F%3F%23%25%C3%A4", "https://shop.example/%2F%3F%23%25\u00e4")]
    [InlineData("https://user:pass@[::1]@x", "https://[::1]/@x")]
    [InlineData("https://user:pass@b\u00fccher.example/\u00e4", "https://b\u00fccher.example/\u00e4")]
    [InlineData("https://user:pass@shop.example?sort=1", "https://shop.example/?sort=1")]
    [InlineData("https://user:pass@shop.example#top", "https://shop.example/#top")]
    [InlineData("https://shop.example/@user", "https://shop.example/@user")]
    [InlineData("https:/\\user:pass@shop.example/sale", "https://shop.example/sale")]
    [InlineData("https:\\\\user:pass@shop.example//sale", "https://shop.example//sale")]
    public void A_user_name_and_a_password_are_never_kept(string url, string expected) =>
        UrlCleaner.Clean(url, All, Listing).ShouldBe(expected);

    [Theory]
    [InlineData("?utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e", "?utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e")]
    [InlineData("?UTM_Source=a", "?UTM_Source=a")]
    [InlineData("?utm%5Fsource=a", "?utm%5Fsource=a")]
    [InlineData("?utm_source", "?utm_source")]
    [InlineData("?sort=price&page=2", "?sort=price")]
    [InlineData("?Sort=price", "?Sort=price")]
    [InlineData("?s%6Frt=price", "?s%6Frt=price")]
    [InlineData("?sort=a&sort=b", "?sort=a&sort=b")]
    [InlineData("?email=ana@example.org", "")]
    [InlineData("?xutm_source=a", "")]
    [InlineData("?", "")]
    [InlineData("?&&", "")]
    [InlineData("?=a", "")]
    [InlineData("?page=2&&sort=a&", "?sort=a")]
    [InlineData("?sort=a?utm_source=b", "?sort=a?utm_source=b")]
    [InlineData("?page=a?utm_source=b", "")]
    [InlineData("?sort=a%26email%3Db", "?sort=a%26email%3Db")]
    [InlineData("?sort=%", "?sort=%")]
    [InlineData("#part", "#part")]
    [InlineData("?page=2#part?sort=a", "#part?sort=a")]
    [InlineData("#/cart?sort=a&email=ana@example.org&utm_source=b", "#/cart?sort=a&utm_source=b")]
    [InlineData("#/cart?email=ana@example.org", "#/cart")]
    public void With_consent_the_campaigns_and_the_sites_parameters_and_the_fragment_are_kept(string rest, string expected) =>
        UrlCleaner.Clean("https://shop.example/sale" + rest, All, Listing).ShouldBe("https://shop.example/sale" + expected);

    [Theory]
    [InlineData("?utm_source=a&sort=price&gclid=x#part", "?utm_source=a")]
    [InlineData("?utm%5Fsource=a&s%6Frt=price", "?utm%5Fsource=a")]
    [InlineData("?sort=price", "")]
    [InlineData("#part", "")]
    [InlineData("#?utm_source=a", "")]
    public void Without_analytics_consent_only_the_campaigns_parameters_are_kept(string rest, string expected) =>
        UrlCleaner.Clean("https://shop.example/sale" + rest, None, Listing).ShouldBe("https://shop.example/sale" + expected);

    [Theory]
    [InlineData("gclid")]
    [InlineData("GCLID")]
    [InlineData("gcl%69d")]
    [InlineData("fbclid")]
    [InlineData("msclkid")]
    public void A_click_id_is_kept_with_marketing_consent_alone(string name)
    {
        var url = $"https://shop.example/?{name}=x";

        UrlCleaner.Clean(url, All, Listing).ShouldBe(url);
        UrlCleaner.Clean(url, AnalyticsOnly, Listing).ShouldBe("https://shop.example/");
        UrlCleaner.Clean($"https://shop.example/#/?{name}=x", AnalyticsOnly, Listing).ShouldBe("https://shop.example/#/");
        UrlCleaner.CleanTarget($"/sale?{name}=x", AnalyticsOnly, Listing).ShouldBe("/sale");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/sale")]
    [InlineData("//shop.example/")]
    [InlineData("shop.example")]
    [InlineData("ftp://shop.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("mailto:ana@example.org")]
    [InlineData("https://")]
    [InlineData("https:///sale")]
    [InlineData("https://user@other@shop.example/")]
    [InlineData("https://shop.example\\@other/")]
    [InlineData("https://xn--\u00e9/")]
    public void What_is_no_page_is_not_kept(string? url) => UrlCleaner.Clean(url, All, Listing).ShouldBeNull();

    [Theory]
    [InlineData("mailto:ana@example.org", "mailto:ana@example.org", null)]
    [InlineData("tel:+5511999999999", "tel:+5511999999999", null)]
    [InlineData("https://u:p@pay.example/?sort=a&token=x#y", "https://pay.example/?sort=a#y", "https://pay.example/")]
    [InlineData("mailto:ana@example.org?subject=a", "mailto:ana@example.org?subject=a", null)]
    [InlineData("/sale?sort=a&token=x#y", "/sale?sort=a#y", null)]
    [InlineData("?token=x", "", null)]
    [InlineData("sale?at=12:00&sort=a", "sale?sort=a", null)]
    [InlineData("#/sale?token=x", "#/sale", null)]
    [InlineData("//u:p@pay.example/x?token=x", "//pay.example/x", null)]
    [InlineData("https:///x?token=x", null, null)]
    [InlineData(null, null, null)]
    public void A_links_target_is_cleaned_if_it_leads_to_a_page_and_else_kept_with_consent(string? href, string? withConsent, string? without)
    {
        UrlCleaner.CleanTarget(href, All, Listing).ShouldBe(withConsent);
        UrlCleaner.CleanTarget(href, None, Listing).ShouldBe(without);
    }

    [Fact]
    public void Cleaning_a_cleaned_url_changes_nothing() =>
        Gen.Select(Url, Consent).Sample((url, consent) =>
        {
            var cleaned = UrlCleaner.Clean(url, consent, Listing);

            UrlCleaner.Clean(cleaned, consent, Listing).ShouldBe(cleaned, url);
        }, iter: 20_000);

    [Fact]
    public void A_cleaned_url_has_no_user_name_and_is_still_the_same_page() =>
        Url.Sample(url =>
        {
            if (UrlCleaner.Clean(url, All, Listing) is not { } cleaned)
                return;
            new Uri(cleaned).UserInfo.ShouldBeEmpty(url);
            PageUrl.Parts(cleaned).ShouldBe(PageUrl.Parts(url), url);
        }, iter: 20_000);

    [Fact]
    public void No_text_makes_the_cleaner_throw() =>
        Gen.Select(Gen.String, Consent).Sample((url, consent) => { UrlCleaner.Clean("https://" + url, consent, Listing); }, iter: 20_000);
}
