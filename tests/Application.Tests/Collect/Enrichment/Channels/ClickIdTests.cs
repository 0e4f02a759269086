using CsCheck;
using Tracking.Application.Collect.Enrichment.Channels;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class ClickIdTests
{
    private static readonly string[] Names = [.. SourceFile.Read().ClickIds.Keys];

    [Theory]
    [InlineData("gclid=x", "Paid Search: google / cpc")]
    [InlineData("gbraid=x", "Paid Search: google / cpc")]
    [InlineData("wbraid=x", "Paid Search: google / cpc")]
    [InlineData("gad_source=1", "Paid Search: google / cpc")]
    [InlineData("GCLID=x", "Paid Search: google / cpc")]
    [InlineData("gcl%69d=x", "Paid Search: google / cpc")]
    [InlineData("gclid", "Direct: - / -")]
    [InlineData("gclid=", "Direct: - / -")]
    [InlineData("gclid=&msclkid=x", "Paid Search: bing / cpc")]
    [InlineData("dclid=x", "Display: google / display")]
    [InlineData("msclkid=x", "Paid Search: bing / cpc")]
    [InlineData("ttclid=x", "Paid Social: tiktok.com / cpc")]
    [InlineData("twclid=x", "Paid Social: x.com / cpc")]
    [InlineData("li_fat_id=x", "Paid Social: linkedin.com / cpc")]
    [InlineData("rdt_cid=x", "Paid Social: reddit.com / cpc")]
    [InlineData("ScCid=x", "Paid Social: snapchat.com / cpc")]
    [InlineData("yclid=x", "Paid Search: yandex / cpc")]
    [InlineData("tblci=x", "Paid Other: taboola / cpc")]
    [InlineData("awc=x", "Affiliates: awin / affiliate")]
    [InlineData("ranSiteID=x", "Affiliates: rakuten-advertising / affiliate")]
    [InlineData("fbclid=x", "Organic Social: facebook.com / referral")]
    [InlineData("epik=x", "Organic Social: pinterest.com / referral")]
    [InlineData("srsltid=x", "Organic Search: google / organic")]
    [InlineData("mc_cid=x", "Email: mailchimp / email")]
    [InlineData("fbclid=x&gclid=y", "Paid Search: google / cpc")]
    [InlineData("unknownclid=x", "Direct: - / -")]
    public void The_name_of_a_click_id_tells_where_the_click_was_made(string query, string expected) =>
        new Visit($"https://shop.example/?{query}").Summary().ShouldBe(expected);

    [Theory]
    [InlineData("gclid=x&utm_source=google&utm_medium=paid&utm_campaign=spring", "Paid Search: google / paid")]
    [InlineData("gclid=x&utm_source=newsletter&utm_medium=email", "Email: newsletter / email")]
    [InlineData("gclid=x&utm_source=google", "Paid Search: google / cpc")]
    [InlineData("gclid=x&utm_medium=cpm", "Paid Search: google / cpm")]
    [InlineData("gclid=x&utm_campaign=spring", "Paid Search: google / cpc")]
    [InlineData("fbclid=x&utm_medium=paid", "Paid Social: facebook.com / paid")]
    [InlineData("fbclid=x&utm_source=ig&utm_medium=paid", "Paid Social: ig / paid")]
    [InlineData("fbclid=x&utm_source=newsletter", "Unassigned: newsletter / -")]
    public void A_click_id_fills_what_the_campaign_does_not_say(string query, string expected) =>
        new Visit($"https://shop.example/?{query}").Summary().ShouldBe(expected);

    [Theory]
    [InlineData("gclid=x", "Paid Search: google / cpc")]
    [InlineData("fbclid=x", "Organic Search: duckduckgo / organic")]
    public void Of_an_advertisement_it_goes_before_the_referrer_and_of_a_link_after_it(string query, string expected) =>
        new Visit($"https://shop.example/?{query}", "https://duckduckgo.com/").Summary().ShouldBe(expected);

    [Fact]
    public void The_senders_click_ids_count_as_the_pages_do() =>
        new Visit { Context = new EventContext { ClickIds = new Dictionary<string, string> { ["fbclid"] = "a", ["msclkid"] = "b" } } }
            .Summary().ShouldBe("Paid Search: bing / cpc");

    [Fact]
    public void A_senders_click_id_without_a_value_is_none() =>
        new Visit { Context = new EventContext { ClickIds = new Dictionary<string, string> { ["gclid"] = "" } } }.Summary().ShouldBe("Direct: - / -");

    [Fact]
    public void Without_consent_the_name_tells_the_same() =>
        new Visit("https://shop.example/?gclid=x") { Consent = Visit.Denied }.Summary().ShouldBe("Paid Search: google / cpc");

    [Fact]
    public void The_value_of_a_click_id_appears_in_nothing() =>
        Gen.Select(
            Gen.OneOf(Names), Gen.OneOf(Names), Gen.Char.AlphaNumeric.Array[8, 40].Select(chars => "canary" + new string(chars)),
            Gen.OneOf("", "&utm_source=news", "&utm_medium=cpc&utm_id=4", "&utm_campaign=c&utm_term=d"),
            Gen.OneOf(Visit.Granted, Visit.Denied, new ConsentState(true, false, false, false)))
            .Sample((inUrl, inContext, value, campaign, consent) =>
            {
                var traffic = new Visit($"https://shop.example/?{inUrl}={value}{campaign}", $"https://blog.example/?{inUrl}={value}")
                {
                    Context = new EventContext { ClickIds = new Dictionary<string, string> { [inContext] = value } },
                    Consent = consent,
                }.Traffic();

                traffic.ToString().ShouldNotContain("canary");
            });
}
