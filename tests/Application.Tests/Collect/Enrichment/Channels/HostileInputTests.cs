using CsCheck;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment.Channels;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class HostileInputTests
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.String,
        Gen.Char["aZ09.-_:%/\\?#&=+@[]\0\n\u00e9\u00df\u200d\u3002\uff0f\u0660\u05d0\ud83d\ude00"].Array[0, 24]
            .Select(chars => new string(chars)),
        Gen.OneOf(
            "utm_source=", "&utm_medium=cpc", "utm_campaign=%", "%ff%00", "&gclid", "google.", "www.", ".com", ".co.uk", "xn--",
            "facebook.com", "..", "a.a.a.a.a.a.a.a.a.a", "0x7f.1", "127.1", "t.co", "--"));

    // Close to names, so that most are read without Uri.
    private static readonly Gen<string> AlmostName = Gen.Select(
        Gen.OneOf("", "xn--", "www."),
        Gen.Char["xn--aZ09.."].Array[1, 16].Select(chars => new string(chars)),
        (start, rest) => $"https://{start}{rest}/");

    private static readonly Gen<string> Text = Piece.Array[0, 6].Select(string.Concat);

    private static readonly Gen<string> Url = Gen.Select(
        Gen.OneOf("https://", "http://", "HTTPS://", "https:\\\\", " https://", "https:///", "ftp://", ""),
        Text,
        (start, rest) => start + rest);

    [Fact]
    public void Nothing_that_is_sent_makes_it_throw_and_what_it_keeps_is_bounded() =>
        Gen.Select(Url, Url, Text, Text.Null(), Text.Null()).Sample(
            (url, referrer, query, word, userAgent) =>
            {
                var traffic = new Visit($"{url}?{query}", referrer, userAgent)
                {
                    Context = new EventContext
                    {
                        Campaign = new Campaign(word, word, null, word, null),
                        ClickIds = new Dictionary<string, string> { [query] = query },
                    },
                }.Traffic();

                string?[] kept = [traffic.Source, traffic.Medium, traffic.Campaign, traffic.Term, traffic.Content, traffic.Referrer];
                foreach (var text in kept.OfType<string>())
                {
                    text.Length.ShouldBeInRange(1, CampaignText.MaxLength);
                    text.Any(char.IsControl).ShouldBeFalse();
                }
            },
            iter: 20_000);

    [Fact]
    public void A_host_is_the_one_that_reports_call_a_page_by() =>
        Gen.OneOf(Url, AlmostName).Sample(url => HostOf(url).ShouldBe(PageUrl.Parts(url)?.Hostname ?? string.Empty, url), iter: 100_000);

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example?a")]
    [InlineData("https://shop.example#a")]
    [InlineData("https://shop.example:8080/")]
    [InlineData("https://user:pass@shop.example/")]
    [InlineData("https://shop.example\\a")]
    [InlineData("https://SHOP.Example./")]
    [InlineData("https://a--b.example/")]
    [InlineData("https://-a.example/")]
    [InlineData("https://a_b.example/")]
    [InlineData("https://localhost/")]
    [InlineData("https://127.1/")]
    [InlineData("https://1.2.3.0x10/")]
    [InlineData("https://shop.example:99999/")]
    [InlineData("https://shop .example/")]
    [InlineData("https:///shop.example/")]
    [InlineData("https://")]
    public void A_host_is_read_as_Uri_reads_it(string url) =>
        HostOf(url).ShouldBe(PageUrl.Parts(url)?.Hostname ?? string.Empty);

    [Theory]
    [InlineData(63, 253)]
    [InlineData(64, 253)]
    [InlineData(63, 254)]
    public void Long_hosts_are_read_as_Uri_reads_them(int label, int length)
    {
        var host = string.Concat(Enumerable.Repeat(new string('a', label) + ".", 5))[..(length - 1)] + "z";

        HostOf($"https://{host}/").ShouldBe(PageUrl.Parts($"https://{host}/")?.Hostname ?? string.Empty);
    }

    [Fact]
    public void A_url_that_the_contract_does_not_allow_has_no_host() =>
        HostOf("https://shop.example/".PadRight(PageUrl.MaxLength + 1, 'a')).ShouldBeEmpty();

    private static string HostOf(string url) => HostName.Of(url, new char[HostName.MaxLength]).ToString();
}
