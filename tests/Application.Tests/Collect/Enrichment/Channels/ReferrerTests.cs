using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class ReferrerTests
{
    [Theory]
    [InlineData(null, "Direct: - / -")]
    [InlineData("https://www.google.com/", "Organic Search: google / organic")]
    [InlineData("https://www.google.com.br/", "Organic Search: google / organic")]
    [InlineData("https://google.de/", "Organic Search: google / organic")]
    [InlineData("https://www.google.co.uk/search?q=shoes", "Organic Search: google / organic")]
    [InlineData("https://images.google.pt/", "Organic Search: google / organic")]
    [InlineData("https://lens.google.com/", "Organic Search: google / organic")]
    [InlineData("https://search.google.com/", "Organic Search: google / organic")]
    [InlineData("https://www.naver.com/", "Organic Search: naver / organic")]
    [InlineData("https://www.msn.com/en-us/news", "Organic Search: msn / organic")]
    [InlineData("http://WWW.GOOGLE.COM:80/", "Organic Search: google / organic")]
    [InlineData("https://www.bing.com/", "Organic Search: bing / organic")]
    [InlineData("https://cn.bing.com/", "Organic Search: bing / organic")]
    [InlineData("https://duckduckgo.com/", "Organic Search: duckduckgo / organic")]
    [InlineData("https://html.duckduckgo.com/html", "Organic Search: duckduckgo / organic")]
    [InlineData("https://br.search.yahoo.com/", "Organic Search: yahoo / organic")]
    [InlineData("https://search.yahoo.co.jp/", "Organic Search: yahoo / organic")]
    [InlineData("https://yandex.ru/", "Organic Search: yandex / organic")]
    [InlineData("https://yandex.com.tr/", "Organic Search: yandex / organic")]
    [InlineData("https://www.ecosia.org/", "Organic Search: ecosia / organic")]
    [InlineData("https://www.qwant.com/", "Organic Search: qwant / organic")]
    [InlineData("https://eu.startpage.com/", "Organic Search: startpage / organic")]
    [InlineData("https://search.brave.com/", "Organic Search: brave / organic")]
    [InlineData("https://kagi.com/", "Organic Search: kagi / organic")]
    [InlineData("https://search.seznam.cz/", "Organic Search: seznam / organic")]
    [InlineData("https://m.baidu.com/", "Organic Search: baidu / organic")]
    [InlineData("https://m.search.naver.com/", "Organic Search: naver / organic")]
    [InlineData("https://busca.uol.com.br/", "Organic Search: busca.uol.com.br / organic")]
    public void A_search_engine_is_called_by_its_name(string? referrer, string expected) =>
        new Visit(Referrer: referrer).Summary().ShouldBe(expected);

    [Theory]
    [InlineData("https://mail.google.com/", "Email: mail.google.com / email")]
    [InlineData("https://gemini.google.com/", "AI Assistant: gemini.google.com / ai-assistant")]
    [InlineData("https://news.google.com/", "Referral: news.google.com / referral")]
    [InlineData("https://docs.google.com/", "Referral: docs.google.com / referral")]
    [InlineData("https://www.google.example/", "Referral: google.example / referral")]
    [InlineData("https://google.com.evil.example/", "Referral: google.com.evil.example / referral")]
    [InlineData("https://notgoogle.com/", "Referral: notgoogle.com / referral")]
    [InlineData("https://my-google.com/", "Referral: my-google.com / referral")]
    [InlineData("https://blog.google/", "Referral: blog.google / referral")]
    [InlineData("https://mail.yandex.ru/", "Email: mail.yandex.ru / email")]
    [InlineData("https://www.yahoo.com/", "Referral: yahoo.com / referral")]
    [InlineData("https://tieba.baidu.com/", "Organic Social: tieba.baidu.com / referral")]
    public void What_only_looks_like_a_search_engine_is_none(string referrer, string expected) =>
        new Visit(Referrer: referrer).Summary().ShouldBe(expected);

    [Theory]
    [InlineData("https://chatgpt.com/", "AI Assistant: chatgpt.com / ai-assistant")]
    [InlineData("https://chat.openai.com/", "AI Assistant: chat.openai.com / ai-assistant")]
    [InlineData("https://www.perplexity.ai/", "AI Assistant: perplexity.ai / ai-assistant")]
    [InlineData("https://copilot.microsoft.com/", "AI Assistant: copilot.microsoft.com / ai-assistant")]
    [InlineData("https://claude.ai/", "AI Assistant: claude.ai / ai-assistant")]
    [InlineData("https://chat.maritaca.ai/", "AI Assistant: chat.maritaca.ai / ai-assistant")]
    [InlineData("https://outlook.live.com/", "Email: outlook.live.com / email")]
    [InlineData("https://br-mg5.mail.yahoo.com/", "Email: mail.yahoo.com / email")]
    [InlineData("https://email.uol.com.br/", "Email: email.uol.com.br / email")]
    [InlineData("https://email.bol.uol.com.br/", "Email: email.bol.uol.com.br / email")]
    [InlineData("https://mail.terra.com.br/", "Email: mail.terra.com.br / email")]
    [InlineData("https://navigator.web.de/", "Email: navigator.web.de / email")]
    [InlineData("https://l.facebook.com/l.php?u=x", "Organic Social: facebook.com / referral")]
    [InlineData("https://lm.facebook.com/", "Organic Social: facebook.com / referral")]
    [InlineData("https://l.instagram.com/", "Organic Social: instagram.com / referral")]
    [InlineData("https://out.reddit.com/", "Organic Social: reddit.com / referral")]
    [InlineData("https://t.co/abc", "Organic Social: x.com / referral")]
    [InlineData("https://away.vk.com/", "Organic Social: vk.com / referral")]
    [InlineData("https://lnkd.in/", "Organic Social: linkedin.com / referral")]
    [InlineData("https://web.whatsapp.com/", "Organic Social: whatsapp.com / referral")]
    [InlineData("https://br.pinterest.com/", "Organic Social: pinterest.com / referral")]
    [InlineData("https://www.pinterest.co.uk/", "Organic Social: pinterest.com / referral")]
    [InlineData("https://m.youtube.com/", "Organic Video: youtube.com / referral")]
    [InlineData("https://globoplay.globo.com/", "Organic Video: globoplay.globo.com / referral")]
    [InlineData("https://produto.mercadolivre.com.br/", "Organic Shopping: mercadolivre.com.br / referral")]
    [InlineData("https://www.buscape.com.br/", "Organic Shopping: buscape.com.br / referral")]
    [InlineData("https://www.zoom.com.br/", "Organic Shopping: zoom.com.br / referral")]
    [InlineData("https://www.americanas.com.br/", "Organic Shopping: americanas.com.br / referral")]
    [InlineData("https://www.magazineluiza.com.br/", "Organic Shopping: magazineluiza.com.br / referral")]
    [InlineData("https://shopee.com.br/", "Organic Shopping: shopee.com.br / referral")]
    [InlineData("https://www.amazon.com.br/", "Organic Shopping: amazon.com.br / referral")]
    [InlineData("https://smile.amazon.de/", "Organic Shopping: amazon.de / referral")]
    [InlineData("https://www.idealo.de/", "Organic Shopping: idealo.de / referral")]
    [InlineData("https://g1.globo.com/", "Referral: g1.globo.com / referral")]
    [InlineData("https://www.blog.example/post", "Referral: blog.example / referral")]
    [InlineData("https://b\u00fccher.example/", "Referral: xn--bcher-kva.example / referral")]
    [InlineData("https://[2001:DB8::1]/", "Referral: 2001:db8::1 / referral")]
    [InlineData("https://203.0.113.7/", "Referral: 203.0.113.7 / referral")]
    public void A_referrer_tells_channel_source_and_medium(string referrer, string expected) =>
        new Visit(Referrer: referrer).Summary().ShouldBe(expected);

    [Theory]
    [InlineData("https://www.Google.com.br/search?q=x", "www.google.com.br")]
    [InlineData("https://L.Facebook.com:443/", "l.facebook.com")]
    [InlineData("https://user@blog.example/", "blog.example")]
    [InlineData("https://www.shop.example/cart", null)]
    [InlineData("no url", null)]
    [InlineData(null, null)]
    public void The_referring_host_is_kept_as_it_is_in_lower_case(string? referrer, string? expected) =>
        new Visit(Referrer: referrer).Traffic().Referrer.ShouldBe(expected);

    [Fact]
    public void The_referrer_of_the_context_counts_where_the_event_names_none()
    {
        var context = new EventContext { Page = new PageContext(null, null, "https://www.bing.com/") };

        new Visit { Context = context }.Summary().ShouldBe("Organic Search: bing / organic");
        new Visit(Referrer: "https://kagi.com/") { Context = context }.Summary().ShouldBe("Organic Search: kagi / organic");
    }

    [Theory]
    [InlineData("https://www.bing.com/search?q=red+shoes%20%C3%A0", "red shoes \u00e0")]
    [InlineData("https://search.yahoo.com/search?fr=x&p=shoes#q", "shoes")]
    [InlineData("https://www.google.com/", null)]
    [InlineData("https://blog.example/?q=shoes", null)]
    public void A_search_engine_may_tell_what_was_searched_for(string referrer, string? term) =>
        new Visit(Referrer: referrer).Traffic().Term.ShouldBe(term);

    [Fact]
    public void Without_analytics_consent_what_was_searched_for_is_not_kept() =>
        new Visit(Referrer: "https://www.bing.com/search?q=red+shoes") { Consent = Visit.Denied }.Traffic()
            .ShouldBe(new Traffic("Organic Search", "bing", "organic", null, null, null, "www.bing.com"));
}
