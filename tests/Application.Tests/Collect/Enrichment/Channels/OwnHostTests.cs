using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class OwnHostTests
{
    [Theory]
    [InlineData("https://shop.example/", "https://shop.example/cart")]
    [InlineData("https://shop.example/", "https://www.shop.example/")]
    [InlineData("https://www.shop.example/", "http://SHOP.example:8080/")]
    [InlineData("https://shop.example/", "https://shop.example./")]
    [InlineData("https://shop.example./", "https://www.shop.example/")]
    [InlineData("https://shop.example/", "https://checkout.store.example.:81/")]
    [InlineData("https://b\u00fccher.example/", "https://xn--bcher-kva.example/")]
    [InlineData("https://[2001:db8::1]/", "https://[2001:DB8:0::1]:81/")]
    [InlineData("https://shop.example/", "https://checkout.store.example/")]
    [InlineData("https://shop.example/", "https://www.store.example/")]
    [InlineData("https://shop.example/", "https://store.example/")]
    [InlineData("https://shop.example/", "https://pay.example/")]
    [InlineData("https://shop.example/", "https://www.pay.example/")]
    [InlineData("https://shop.example/", "https://xn--caf-dma.example/")]
    [InlineData("https://shop.example/", "https://[2001:db8::2]/")]
    public void A_visit_from_the_sites_own_host_is_no_referral(string url, string referrer)
    {
        var traffic = Of(url, referrer).Traffic();

        (traffic.Channel, traffic.Source, traffic.Medium, traffic.Referrer).ShouldBe(("Direct", null, null, null));
    }

    [Theory]
    [InlineData("https://shop.example/", "https://blog.shop.example/", "blog.shop.example")]
    [InlineData("https://shop.example/", "https://notstore.example/", "notstore.example")]
    [InlineData("https://shop.example/", "https://store.example.evil.example/", "store.example.evil.example")]
    [InlineData("https://shop.example/", "https://checkout.pay.example/", "checkout.pay.example")]
    [InlineData("https://shop.example/", "https://partner.com/", "partner.com")]
    public void A_host_that_the_site_does_not_list_is_one(string url, string referrer, string source) =>
        Of(url, referrer).Traffic().Source.ShouldBe(source);

    [Fact]
    public void A_list_that_changes_counts_from_then_on()
    {
        var visit = new Visit(Referrer: "https://partner.example/");

        visit.Traffic().Referrer.ShouldBe("partner.example");
        (visit with { Settings = new SiteSettings { Hosts = ["partner.example"] } }).Traffic().Referrer.ShouldBeNull();
    }

    private static Visit Of(string url, string referrer) => new(url, referrer)
    {
        Settings = new SiteSettings { Hosts = ["Store.example", "www.pay.example", "caf\u00e9.example", "2001:db8::2", "com"] },
    };
}
