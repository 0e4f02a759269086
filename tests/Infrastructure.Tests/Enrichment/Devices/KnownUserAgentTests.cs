using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Tests.Enrichment.Devices;

/// <summary>User agents as they are met, and what is to be read in them: type | browser version | system version.</summary>
public class KnownUserAgentTests
{
    public static string[] UserAgents => [.. Known.Select(row => (string)row[0])];

    public static TheoryData<string, string> Known => new()
    {
        // iPhone, iPod, iPad
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "mobile | Mobile Safari 17.5 | iOS 17.5.1" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/124.0.6367.88 Mobile/15E148 Safari/604.1",
            "mobile | Chrome Mobile iOS 124.0.6367 | iOS 17.4" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/126.0 Mobile/15E148 Safari/605.1.15",
            "mobile | Firefox iOS 126.0 | iOS 17.5" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/124.0.2478.50 Mobile/15E148 Safari/604.1",
            "mobile | Edge Mobile 124.0.2478 | iOS 17.4.1" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 334.0.4.32.98 (iPhone14,5; iOS 17_5_1; pt_BR; pt; scale=3.00; 1170x2532; 606042119)",
            "mobile | Instagram 334.0.4 | iOS 17.5.1" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21E236 [FBAN/FBIOS;FBAV/460.0.0.31.103;FBBV/584420862;FBDV/iPhone13,2;FBMD/iPhone;FBSN/iOS;FBSV/17.4.1;FBSS/3;FBCR/;FBID/phone;FBLC/pt_BR;FBOP/80]",
            "mobile | Facebook 460.0.0 | iOS 17.4.1" },
        { "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
            "mobile | Mobile Safari 12.1.2 | iOS 12.5.7" },
        { "Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
            "tablet | Mobile Safari 12.1.2 | iOS 12.5.7" },
        { "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/124.0.6367.88 Mobile/15E148 Safari/604.1",
            "tablet | Chrome Mobile iOS 124.0.6367 | iOS 17.4" },

        // Android phones and tablets
        { "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.6367.82 Mobile Safari/537.36",
            "mobile | Chrome Mobile 124.0.6367 | Android 14" },
        { "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
            "mobile | Chrome Mobile 124.0.0 | Android 10" },
        { "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "tablet | Chrome 124.0.0 | Android 10" },
        { "Mozilla/5.0 (Linux; Android 13; SM-T870) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/123.0.6312.118 Safari/537.36",
            "tablet | Chrome 123.0.6312 | Android 13" },
        { "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
            "mobile | Samsung Internet 24.0 | Android 14" },
        { "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Safari/537.36",
            "tablet | Samsung Internet 23.0 | Android 13" },
        { "Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0", "mobile | Firefox Mobile 126.0 | Android 14" },
        { "Mozilla/5.0 (Android 13; Tablet; rv:125.0) Gecko/125.0 Firefox/125.0", "tablet | Firefox Mobile 125.0 | Android 13" },
        { "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36 EdgA/124.0.2478.64",
            "mobile | Edge Mobile 124.0.2478 | Android 10" },
        { "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Mobile Safari/537.36 OPR/81.1.4292.78446",
            "mobile | Opera Mobile 81.1.4292 | Android 10" },
        { "Opera/9.80 (Android; Opera Mini/69.0.2254/191.303; U; pt) Presto/2.12.423 Version/12.16",
            "mobile | Opera Mini 69.0.2254 | Android" },
        { "Mozilla/5.0 (Linux; Android 12; M2101K6G Build/SKQ1.210908.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36 Instagram 331.0.0.37.90 Android (31/12; 440dpi; 1080x2194; Xiaomi/Redmi; M2101K6G; sweet; qcom; pt_BR; 599358319)",
            "mobile | Instagram 331.0.0 | Android 12" },
        { "Mozilla/5.0 (Linux; Android 13; moto g32 Build/T1SNS33.73-22-3-11; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/461.0.0.44.85;]",
            "mobile | Facebook 461.0.0 | Android 13" },
        { "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP1A.240505.005; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.113 Mobile Safari/537.36",
            "mobile | Chrome Mobile WebView 124.0.6367 | Android 14" },
        { "Mozilla/5.0 (Linux; Android 11; CPH2239) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.210 Mobile Safari/537.36 UCBrowser/13.4.0.1306",
            "mobile | UC Browser 13.4.0 | Android 11" },
        { "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.4.1 like Chrome/120.0.6099.231 Safari/537.36",
            "tablet | Amazon Silk 120.4.1 | Android 9" },
        { "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.13.0.321) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36",
            "mobile | Chrome 114.0.5735 | Android 12" },

        // Windows
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "desktop | Chrome 124.0.0 | Windows 10" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.2478.80",
            "desktop | Edge 124.0.2478 | Windows 10" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0",
            "desktop | Firefox 126.0 | Windows 10" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 OPR/108.0.0.0",
            "desktop | Opera 108.0.0 | Windows 10" },
        { "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
            "desktop | Chrome 109.0.0 | Windows 7" },
        { "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "desktop | IE 11.0 | Windows 7" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Vivaldi/6.7.3329.31",
            "desktop | Vivaldi 6.7.3329 | Windows 10" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 YaBrowser/24.4.1.903 Yowser/2.5 Safari/537.36",
            "desktop | Yandex Browser 24.4.1 | Windows 10" },

        // macOS, Linux, Chrome OS, BSD
        { "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15",
            "desktop | Safari 17.4.1 | macOS 10.15.7" },
        { "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "desktop | Chrome 124.0.0 | macOS 10.15.7" },
        { "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:126.0) Gecko/20100101 Firefox/126.0",
            "desktop | Firefox 126.0 | macOS 10.15" },
        { "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "desktop | Chrome 124.0.0 | Linux" },
        { "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "desktop | Firefox 126.0 | Ubuntu" },
        { "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "desktop | Firefox 115.0 | Linux" },
        { "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "desktop | Chrome 124.0.0 | Chrome OS 14541.0.0" },
        { "Mozilla/5.0 (X11; FreeBSD amd64; rv:115.0) Gecko/20100101 Firefox/115.0", "desktop | Firefox 115.0 | FreeBSD" },

        // Television
        { "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/85.0.4183.93 TV Safari/537.36",
            "tv | Samsung Internet 4.0 | Tizen 6.5" },
        { "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36 WebAppManager",
            "tv | Chrome 94.0.4606 | webOS" },
        { "Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR3 Build/PTT1.190515.001.S96) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.152 Safari/537.36",
            "tv | Chrome 88.0.4324 | Android 9" },
        { "Mozilla/5.0 (Linux; Android 7.1.2; AFTMM Build/NS6265; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36",
            "tv | Chrome Mobile WebView 70.0.3538 | Android 7.1.2" },
        { "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 CrKey/1.56.500000",
            "tv | Chrome 114.0.0 | Chromecast 1.56.500000" },
        { "Mozilla/5.0 (Linux; Android 12.0; Build/STTL.240206.002) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.5481.192 Safari/537.36 CrKey/1.56.500000 DeviceType/AndroidTV",
            "tv | Chrome 110.0.5481 | Android 12.0" },
        { "AppleTV11,1/11.1", "tv | ? | tvOS" },
        { "AppleCoreMedia/1.0.0.21K365 (Apple TV; U; CPU OS 17_2 like Mac OS X; en_us)", "tv | ? | tvOS" },
        { "Roku/DVP-12.5 (12.5.0.4178-55)", "tv | Roku 12.5 | Roku 12.5" },
        { "Mozilla/5.0 (Linux; NetCast; U) AppleWebKit/537.31 (KHTML, like Gecko) Chrome/38.0.2125.122 Safari/537.31 SmartTV/7.0",
            "tv | Chrome 38.0.2125 | Linux" },
        { "Opera/9.80 (Linux armv7l; HbbTV/1.2.1 (; Philips; 40HFL5010T12; ; PHILIPSTV; CE-HTML/1.0 NETTV/4.4.1 SmartTvA/3.0.0 Firmware/004.002.036.135 (PhilipsTV, 3.1.1,)en) ) Presto/2.12.407 Version/12.50",
            "tv | HbbTV 1.2.1 | Linux" },

        // Consoles
        { "Mozilla/5.0 (PlayStation; PlayStation 5/7.20) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15",
            "console | Safari 15.4 | ?" },
        { "Mozilla/5.0 (PlayStation 4 11.02) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15",
            "console | Safari 15.4 | ?" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/48.0.2564.82 Safari/537.36 Edge/20.02",
            "console | Edge 20.02 | Windows 10" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/123.0.0.0 Safari/537.36 Edg/123.0.2420.81",
            "console | Edge 123.0.2420 | Windows 10" },
        { "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.21.3 NintendoBrowser/5.1.0.22474",
            "console | ? | ?" },
        { "Mozilla/5.0 (Nintendo WiiU) AppleWebKit/536.30 (KHTML, like Gecko) NX/3.0.4.2.12 NintendoBrowser/4.3.1.11264.US",
            "console | NetFront NX 3.0.4 | ?" },

        // Worn on the head or the wrist, built into a car
        { "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/32.0.0.4.57 Chrome/122.0.6261.112 VR Safari/537.36",
            "wearable | Chrome 122.0.6261 | Linux" },
        { "Mozilla/5.0 (Linux; Android 12; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/32.0.0.4.57.574545538 Chrome/122.0.6261.112 VR Safari/537.36",
            "wearable | Chrome 122.0.6261 | Android 12" },
        { "server-bag [Watch OS,10.4,21T216,Watch6,7]", "wearable | Apple Watch App 6.7 | ?" },
        { "atc/1.0 watchOS/10.4 model/Watch6,7 hwp/t8301 build/21T216 (6; dt:245)", "wearable | Apple Watch App 6.7 | watchOS 10.4" },
        { "Mozilla/5.0 (Linux; Android 11; SM-R870) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/15.0 Chrome/90.0.4430.210 Mobile Safari/537.36",
            "wearable | Samsung Internet 15.0 | Android 11" },
        { "Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/109.0.5414.87 Chrome/109.0.5414.87 Safari/537.36 Tesla/2024.14.6",
            "car | Chromium 109.0.5414 | Linux" },
        { "Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/601.1 (KHTML, like Gecko) Tesla QtCarBrowser Safari/601.1",
            "car | QtCarBrowser 1 | Linux" },
        { "Mozilla/5.0 (Linux; Android 12; Volvo Cars Build/XC40) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Safari/537.36",
            "car | Chrome 116.0.0 | Android 12" },

        // Other phones and readers
        { "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
            "mobile | Firefox Mobile 48.0 | KaiOS 2.5" },
        { "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063",
            "mobile | Edge Mobile 15.15063 | Windows Phone 10.0" },

        // Programs, and apps that show pages
        { "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "other | Googlebot 2.1 | ?" },
        { "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.6367.78 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "other | Googlebot 2.1 | Android 6.0.1" },
        { "WhatsApp/2.24.9.78 A", "other | WhatsApp 2.24.9 | ?" },
        { "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "other | FacebookBot 1.1 | ?" },
        { "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", "other | ? | ?" },
        { "curl/8.5.0", "other | curl 8.5.0 | ?" },
        { "python-requests/2.31.0", "other | Python Requests 2.31 | ?" },
        { "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/124.0.0.0 Safari/537.36",
            "desktop | HeadlessChrome 124.0.0 | Linux" },
        { "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+",
            "tablet | Kindle 3.0 | Kindle 3.0" },
        { "Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+",
            "mobile | BlackBerry WebKit 10.0.9 | BlackBerry OS 10.0.9" },
        { "Nokia6300/2.0 (04.20) Profile/MIDP-2.0 Configuration/CLDC-1.1", "mobile | Nokia Services (WAP) Browser | ?" },
        { "okhttp/4.12.0", "other | okhttp 4.12.0 | ?" },
        { "MyShop/3.2 CFNetwork/1494.0.7 Darwin/23.4.0", "mobile | MyShop 3.2 | iOS" },
        { "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 DuckDuckGo/7",
            "desktop | Safari 17.4 | macOS 10.15.7" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/24.4.1 Chrome/120 Electron/28.1 Safari/537.36",
            "desktop | Safari | Windows 10" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_34.2.0 BytedanceWebview/d8a21c6",
            "mobile | Mobile Safari UI/WKWebView | iOS 17.4" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/314.0.629 Mobile/15E148 Safari/604.1",
            "mobile | Google 314.0.629 | iOS 17.4.1" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 WhatsApp/2.24.10",
            "mobile | WhatsApp 2.24.10 | iOS 17.5" },
    };

    [Theory, MemberData(nameof(Known))]
    public void A_known_user_agent_is_read(string userAgent, string expected) => Text(RealRules.Device(userAgent)).ShouldBe(expected);

    [Fact]
    public void Brave_tells_itself_by_hints_alone() => Text(RealRules.Device(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
        new ClientHints
        {
            Brands = [new("Chromium", "124"), new("Brave", "124"), new("Not-A.Brand", "99")],
            Mobile = false,
            Platform = "Windows",
            PlatformVersion = "15.0.0",
        })).ShouldBe("desktop | Brave 124 | Windows 11");

    [Fact]
    public void A_tablet_that_hides_its_model_is_told_by_the_hint() => Text(RealRules.Device(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
        new ClientHints
        {
            Brands = [new("Google Chrome", "124.0.6367.82"), new("Chromium", "124.0.6367.82")],
            Mobile = false,
            Platform = "Android",
            PlatformVersion = "14.0.0",
            Model = "SM-X710",
        })).ShouldBe("tablet | Chrome 124.0.6367 | Android 14");

    private static string Text(Device? device)
    {
        device.ShouldNotBeNull();
        return $"{device.Type} | {Name(device.Browser, device.BrowserVersion)} | {Name(device.Os, device.OsVersion)}";
    }

    private static string Name(string? family, string? version) => family is null ? "?" : version is null ? family : $"{family} {version}";
}
