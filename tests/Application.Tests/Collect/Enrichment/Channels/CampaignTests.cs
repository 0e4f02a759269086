using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class CampaignTests
{
    private const string Page = "https://shop.example/sale";

    // One of each of GA4's channels, and what lies at their edges.
    [Theory]
    [InlineData("utm_source=(direct)&utm_medium=(none)", "Direct: - / -")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=Cross-Network-1", "Cross-network: google / cpc")]
    [InlineData("utm_source=mercadolivre&utm_medium=cpc", "Paid Shopping: mercadolivre / cpc")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=eshop-br", "Paid Shopping: google / cpc")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=My+Shopping", "Paid Shopping: google / cpc")]
    [InlineData("utm_source=google&utm_medium=cpc&utm_campaign=workshop", "Paid Search: google / cpc")]
    [InlineData("utm_source=google&utm_medium=cpc", "Paid Search: google / cpc")]
    [InlineData("utm_source=bing&utm_medium=ppc", "Paid Search: bing / ppc")]
    [InlineData("utm_source=yandex.direct&utm_medium=cpc", "Paid Search: yandex.direct / cpc")]
    [InlineData("utm_source=facebook&utm_medium=paid_social", "Paid Social: facebook / paid_social")]
    [InlineData("utm_source=ig&utm_medium=retargeting", "Paid Social: ig / retargeting")]
    [InlineData("utm_source=l.facebook.com&utm_medium=cpm", "Paid Social: l.facebook.com / cpm")]
    [InlineData("utm_source=youtube&utm_medium=cpv-cpm", "Paid Video: youtube / cpv-cpm")]
    [InlineData("utm_source=adserver&utm_medium=display", "Display: adserver / display")]
    [InlineData("utm_source=facebook&utm_medium=banner", "Display: facebook / banner")]
    [InlineData("utm_source=adserver&utm_medium=cpm", "Display: adserver / cpm")]
    [InlineData("utm_source=partner&utm_medium=cpa-cpc", "Paid Other: partner / cpa-cpc")]
    [InlineData("utm_source=buscape&utm_medium=feed", "Organic Shopping: buscape / feed")]
    [InlineData("utm_source=news&utm_medium=x&utm_campaign=shop", "Organic Shopping: news / x")]
    [InlineData("utm_source=whatsapp&utm_medium=grupo", "Organic Social: whatsapp / grupo")]
    [InlineData("utm_source=blog&utm_medium=social", "Organic Social: blog / social")]
    [InlineData("utm_source=vimeo", "Organic Video: vimeo / -")]
    [InlineData("utm_source=player&utm_medium=video-embed", "Organic Video: player / video-embed")]
    [InlineData("utm_source=chatgpt.com", "AI Assistant: chatgpt.com / -")]
    [InlineData("utm_source=somebot&utm_medium=ai-assistant", "AI Assistant: somebot / ai-assistant")]
    [InlineData("utm_source=google", "Organic Search: google / -")]
    [InlineData("utm_source=ask", "Organic Search: ask / -")]
    [InlineData("utm_source=msn", "Organic Search: msn / -")]
    [InlineData("utm_source=hulu", "Organic Video: hulu / -")]
    [InlineData("utm_source=disneyplus", "Organic Video: disneyplus / -")]
    [InlineData("utm_source=youku", "Organic Video: youku / -")]
    [InlineData("utm_source=ted", "Organic Video: ted / -")]
    [InlineData("utm_source=twitter", "Organic Social: twitter / -")]
    [InlineData("utm_source=mybusiness&utm_medium=organic", "Organic Search: mybusiness / organic")]
    [InlineData("utm_source=newsletter&utm_medium=email", "Email: newsletter / email")]
    [InlineData("utm_source=e-mail&utm_medium=x", "Email: e-mail / x")]
    [InlineData("utm_source=lomadee&utm_medium=affiliate", "Affiliates: lomadee / affiliate")]
    [InlineData("utm_source=partner&utm_medium=referral", "Referral: partner / referral")]
    [InlineData("utm_source=partner&utm_medium=app", "Referral: partner / app")]
    [InlineData("utm_source=partner&utm_medium=link", "Referral: partner / link")]
    [InlineData("utm_source=podcast&utm_medium=audio", "Audio: podcast / audio")]
    [InlineData("utm_source=sms&utm_medium=x", "SMS: sms / x")]
    [InlineData("utm_source=zenvia&utm_medium=sms", "SMS: zenvia / sms")]
    [InlineData("utm_source=onesignal&utm_medium=web_push", "Mobile Push Notifications: onesignal / web_push")]
    [InlineData("utm_source=app&utm_medium=mobile_app", "Mobile Push Notifications: app / mobile_app")]
    [InlineData("utm_source=firebase", "Mobile Push Notifications: firebase / -")]
    [InlineData("utm_source=newsletter", "Unassigned: newsletter / -")]
    [InlineData("utm_source=news&utm_medium=pushy", "Unassigned: news / pushy")]
    [InlineData("utm_campaign=spring", "Unassigned: - / -")]
    public void A_campaign_falls_into_the_channel_of_GA4(string query, string expected) =>
        new Visit($"{Page}?{query}").Summary().ShouldBe(expected);

    [Theory]
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e", "a|b|c|d|e")]
    [InlineData("UTM_SOURCE=Google&Utm_Medium=CPC&utm_campaign=Spring", "google|cpc|Spring||")]
    [InlineData("utm%5Fsource=a", "a||||")]
    [InlineData("utm_source=caf%C3%A9+bar&utm_term=a%2Bb%26c", "caf\u00e9 bar|||a+b&c|")]
    [InlineData("utm_source=+a+&utm_campaign=%20%20c%09", "a||c||")]
    [InlineData("utm_source=100%&utm_campaign=%zz%FF%", "100%||%zz%FF%||")]
    [InlineData("utm_source=first&utm_source=second", "first||||")]
    [InlineData("utm_source=&utm_source=second", "second||||")]
    [InlineData("utm_source=a&utm_medium&utm_campaign=", "a||||")]
    [InlineData("utm_source=a&utm_id=42", "a||42||")]
    [InlineData("utm_id=42&utm_campaign=c&utm_source=a", "a||c||")]
    [InlineData("utm_source=a&utm_campaign=(not set)&utm_term=(None)", "a||||")]
    [InlineData("utm_source=a&utm_term=x%00y%0Az", "a|||x y z|")]
    [InlineData("utm_source=a#&utm_medium=b", "a||||")]
    [InlineData("x=1&&=&utm_source=a=b&", "a=b||||")]
    [InlineData("utm_source=a&utm_nonsense=b&xutm_medium=c", "a||||")]
    public void The_campaign_is_read_from_the_pages_parameters(string query, string expected)
    {
        var traffic = new Visit($"{Page}?{query}").Traffic();

        $"{traffic.Source}|{traffic.Medium}|{traffic.Campaign}|{traffic.Term}|{traffic.Content}".ShouldBe(expected);
    }

    [Fact]
    public void What_the_sender_says_goes_before_the_pages_parameters_field_by_field() =>
        new Visit($"{Page}?utm_source=x&utm_medium=email&utm_content=top")
        {
            Context = new EventContext { Campaign = new Campaign(" Newsletter ", " ", "Spring", null, null) },
        }
        .Traffic().ShouldBe(new Traffic("Email", "newsletter", "email", "Spring", null, "top", null));

    [Theory]
    [InlineData("utm_source=newsletter", "Unassigned: newsletter / -")]
    [InlineData("utm_source=newsletter&utm_medium=email", "Email: newsletter / email")]
    [InlineData("utm_medium=cpc", "Paid Search: google / cpc")]
    [InlineData("utm_campaign=spring", "Organic Search: google / organic")]
    [InlineData("", "Organic Search: google / organic")]
    public void The_referrer_tells_the_source_only_where_the_campaign_does_not(string query, string expected) =>
        new Visit($"{Page}?{query}", "https://www.google.com/").Summary().ShouldBe(expected);

    [Fact]
    public void The_referring_host_is_kept_beside_a_campaign() =>
        new Visit($"{Page}?utm_source=news&utm_medium=email", "https://blog.example/").Traffic()
            .ShouldBe(new Traffic("Email", "news", "email", null, null, null, "blog.example"));

    [Theory]
    [InlineData(256, 256)]
    [InlineData(257, 256)]
    [InlineData(1_500, 256)]
    public void A_field_is_cut_at_256_characters(int length, int expected) =>
        new Visit($"{Page}?utm_campaign={new string('c', length)}").Traffic().Campaign!.Length.ShouldBe(expected);

    [Fact]
    public void A_field_is_not_cut_within_a_character() =>
        new Visit($"{Page}?utm_campaign={new string('c', 255)}%F0%9F%98%80").Traffic().Campaign.ShouldBe(new string('c', 255));

    [Fact]
    public void The_page_of_the_context_counts_where_the_event_names_none() =>
        new Visit(Url: null) { Context = new EventContext { Page = new PageContext($"{Page}?utm_source=sms", null, null) } }
            .Summary().ShouldBe("SMS: sms / -");

    [Fact]
    public void An_event_on_no_page_came_from_nowhere() =>
        new Visit(Url: null, Referrer: "https://www.google.com/").Enriched().Traffic.ShouldBeNull();
}
