namespace Tracking.Application.Tests.Collect.Enrichment.Channels;

public class AppTests
{
    private const string IPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
    private const string Android =
        "Mozilla/5.0 (Linux; Android 14; SM-A546E; wv) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";

    [Theory]
    [InlineData(IPhone + " Instagram 332.0.0.30 (iPhone14,5; iOS 17_5; pt_BR)", "Organic Social: instagram.com / referral")]
    [InlineData(Android + " Instagram 332.0.0.38.90 Android (34/14; 450dpi)", "Organic Social: instagram.com / referral")]
    [InlineData(IPhone + " [FBAN/FBIOS;FBAV/464.0.0;FBBV/1]", "Organic Social: facebook.com / referral")]
    [InlineData(Android + " [FB_IAB/FB4A;FBAV/464.0.0;]", "Organic Social: facebook.com / referral")]
    [InlineData(IPhone + " [FBAN/MessengerForiOS;FBAV/460.0]", "Organic Social: messenger.com / referral")]
    [InlineData(Android + " trill_350 BytedanceWebview/d8a21c6", "Organic Social: tiktok.com / referral")]
    [InlineData(IPhone + " musical_ly_34.5.0 JsSdk/2.0", "Organic Social: tiktok.com / referral")]
    [InlineData(IPhone + " [LinkedInApp]/9.29", "Organic Social: linkedin.com / referral")]
    [InlineData(IPhone + " [Pinterest/iOS]", "Organic Social: pinterest.com / referral")]
    [InlineData(IPhone + " Snapchat/12.90 (like Safari/604.1)", "Organic Social: snapchat.com / referral")]
    [InlineData(IPhone + " Twitter for iPhone/10.40", "Organic Social: x.com / referral")]
    [InlineData(Android + " TwitterAndroid", "Organic Social: x.com / referral")]
    [InlineData(IPhone + " WhatsApp/2.24", "Organic Social: whatsapp.com / referral")]
    [InlineData(IPhone + " MicroMessenger/8.0.49", "Organic Social: weixin.qq.com / referral")]
    [InlineData(Android + " Line/14.7.0/IAB", "Organic Social: line.me / referral")]
    [InlineData(Android + " Kwai/11.2", "Organic Social: kwai.com / referral")]
    [InlineData(IPhone + " GSA/317.0 Safari/604.1", "Referral: google-app / referral")]
    [InlineData(IPhone, "Direct: - / -")]
    [InlineData(Android + " Airline/1.0 NotInstagram", "Direct: - / -")]
    [InlineData("", "Direct: - / -")]
    public void The_app_that_shows_the_page_tells_the_network_where_nothing_else_does(string userAgent, string expected) =>
        new Visit(UserAgent: userAgent).Summary().ShouldBe(expected);

    [Theory]
    [InlineData("https://shop.example/", "https://blog.example/", "Referral: blog.example / referral")]
    [InlineData("https://shop.example/?utm_source=news&utm_medium=email", null, "Email: news / email")]
    [InlineData("https://shop.example/?gclid=x", null, "Paid Search: google / cpc")]
    [InlineData("https://shop.example/", "https://shop.example/cart", "Direct: - / -")]
    public void It_tells_nothing_where_referrer_or_campaign_does(string url, string? referrer, string expected) =>
        new Visit(url, referrer, IPhone + " Instagram 332.0.0.30").Summary().ShouldBe(expected);
}
