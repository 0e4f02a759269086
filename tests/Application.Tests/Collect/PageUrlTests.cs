using CsCheck;
using Tracking.Application.Collect;

namespace Tracking.Application.Tests.Collect;

public class PageUrlTests
{
    [Theory]
    [InlineData("https://shop.example", "/", "shop.example")]
    [InlineData("https://shop.example/", "/", "shop.example")]
    [InlineData("https://Shop.Example:8443/Sale?a=b#c", "/Sale", "shop.example")]
    [InlineData("https://shop.example/a%20b", "/a b", "shop.example")]
    [InlineData("https://shop.example/%41", "/A", "shop.example")]
    [InlineData("https://shop.example/\u00e4", "/\u00e4", "shop.example")]
    [InlineData("https://shop.example/%C3%A4", "/\u00e4", "shop.example")]
    [InlineData("https://shop.example/a/../b/./c", "/b/c", "shop.example")]
    [InlineData("https://shop.example/a//b", "/a//b", "shop.example")]
    [InlineData("https://shop.example/a\\b", "/a/b", "shop.example")]
    [InlineData("https://shop.example/%00", "/\uFFFD", "shop.example")]
    [InlineData("https://shop.example/%FF", "/%FF", "shop.example")]
    [InlineData("https://shop.example/100%", "/100%", "shop.example")]
    [InlineData("https://b\u00fccher.example/", "/", "xn--bcher-kva.example")]
    [InlineData("https://xn--bcher-kva.example/", "/", "xn--bcher-kva.example")]
    [InlineData("https://shop.example./", "/", "shop.example")]
    [InlineData("https://203.0.113.7/", "/", "203.0.113.7")]
    [InlineData("https://[2001:DB8::1]:81/x", "/x", "2001:db8::1")]
    public void A_page_is_called_by_its_decoded_path_and_its_host(string url, string path, string hostname) =>
        PageUrl.Parts(url).ShouldBe((path, hostname));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/sale")]
    [InlineData("ftp://shop.example/")]
    [InlineData("file:///etc/hosts")]
    [InlineData("https://")]
    [InlineData("https://shop .example/")]
    [InlineData("https://xn--\u00e9/")]
    public void What_is_no_page_has_no_parts_and_is_not_valid(string? url)
    {
        PageUrl.Parts(url).ShouldBeNull();
        PageUrl.IsValid(url).ShouldBeFalse();
    }

    [Theory]
    [InlineData(2_048, true)]
    [InlineData(2_049, false)]
    public void A_url_has_at_most_2048_characters(int length, bool isValid) =>
        PageUrl.IsValid("https://shop.example/".PadRight(length, 'a')).ShouldBe(isValid);

    // The column of the host holds 256 characters, and RFC 1035 allows 255 octets with the lengths.
    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void A_host_has_at_most_253_characters(int length, bool isValid)
    {
        var host = string.Concat(Enumerable.Repeat("abcdefghi.", 30))[..(length - 1)] + "z";

        PageUrl.IsValid($"https://{host}/").ShouldBe(isValid);
    }

    [Fact]
    public void No_text_makes_it_throw_and_what_is_valid_has_parts() =>
        Gen.Select(
            Gen.OneOf("https://", "http:\\\\", "https://xn--", "https://[", ""),
            Gen.OneOf(Gen.String, Gen.Char["abcXN-.:%/@[]\u00e9\u00df\u200d\u3002\uff0f\u0660\u05d0"].Array[0, 20].Select(chars => new string(chars))))
            .Sample((start, rest) => (PageUrl.Parts(start + rest) is not null).ShouldBe(PageUrl.IsValid(start + rest), start + rest), iter: 50_000);
}
