using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Application.Tests.Collect.Enrichment.Devices;

/// <summary>What client hints add to a user agent.</summary>
public class DeviceReadingTests
{
    private const string WindowsChrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
    private const string MacChrome = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
    private const string AndroidChrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";
    private const string UbuntuChrome = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
    private const string Facebook = "Mozilla/5.0 (Linux; Android 13; moto g32; wv) [FB_IAB/FB4A;FBAV/461.0.0.44.85;]";

    [Theory]
    [InlineData(WindowsChrome, "Google Chrome 124|Chromium 124|Not-A.Brand 99", "Chrome 124.0.0")]
    [InlineData(WindowsChrome, "Not_A Brand 8.0.0.0|Chromium 124.0.6367.60|Google Chrome 124.0.6367.61", "Chrome 124.0.6367")]
    [InlineData(WindowsChrome, "Brave 124|Chromium 124|Not-A.Brand 99", "Brave 124")]
    [InlineData(WindowsChrome, "Google Chrome 124|Brave 1.65", "Brave 1.65")]
    [InlineData(WindowsChrome, "Microsoft Edge 124|Chromium 124|Not-A.Brand 99", "Edge 124")]
    [InlineData(WindowsChrome, "Opera 109|Chromium 123|Not:A-Brand 8", "Opera 109")]
    [InlineData(WindowsChrome, "Chromium 124|Not-A.Brand 99", "Chromium 124")]
    [InlineData(WindowsChrome, "(Not(A:Brand 8|Chromium 98", "Chromium 98")]
    [InlineData(WindowsChrome, "Chromium 124|Unheard Of 3|Not-A.Brand 99", "Chrome 124.0.0")]
    [InlineData(WindowsChrome, "Unheard Of 3", "Chrome 124.0.0")]
    [InlineData(WindowsChrome, "Not-A.Brand 99", "Chrome 124.0.0")]
    [InlineData(WindowsChrome, "", "Chrome 124.0.0")]
    [InlineData(AndroidChrome, "Google Chrome 124|Chromium 124", "Chrome Mobile 124.0.0")]
    [InlineData(AndroidChrome, "Microsoft Edge 124|Chromium 124", "Edge Mobile 124")]
    [InlineData(AndroidChrome, "Android WebView 124|Chromium 124", "Chrome Mobile WebView 124")]
    [InlineData(AndroidChrome, "Samsung Internet 25.0|Chromium 121", "Samsung Internet 25.0")]
    [InlineData(Facebook, "Android WebView 124|Chromium 124", "Facebook 461")]
    [InlineData(Facebook, "Microsoft Edge 124", "Facebook 461")]
    [InlineData(WindowsChrome, "Google Chrome ", "Chrome 124.0.0")]
    [InlineData(WindowsChrome, "Google Chrome x", "Chrome 124.0.0")]
    [InlineData(WindowsChrome, "Brave x", "Brave ")]
    public void A_brand_counts_where_it_says_more_than_the_user_agent(string userAgent, string brands, string browser)
    {
        var device = Read(userAgent, new ClientHints { Brands = Brands(brands) });

        $"{device.Browser} {device.BrowserVersion}".ShouldBe(browser);
    }

    [Theory]
    [InlineData(WindowsChrome, "Windows", "15.0.0", "Windows 11")]
    [InlineData(WindowsChrome, "Windows", "13.0.0", "Windows 11")]
    [InlineData(WindowsChrome, "Windows", "10.0.0", "Windows 10")]
    [InlineData(WindowsChrome, "Windows", "1.0.0", "Windows 10")]
    [InlineData(WindowsChrome, "Windows", "0.3.0", "Windows 8.1")]
    [InlineData(WindowsChrome, "Windows", "0.2.0", "Windows 8")]
    [InlineData(WindowsChrome, "Windows", "0.1", "Windows 7")]
    [InlineData(WindowsChrome, "Windows", "0.0.0", "Windows 10")]
    [InlineData(WindowsChrome, "Windows", null, "Windows 10")]
    [InlineData(WindowsChrome, "Windows", "eleven", "Windows 10")]
    [InlineData(WindowsChrome, "Unknown", "3", "Windows 10")]
    [InlineData(MacChrome, null, null, "macOS 10.15.7")]
    [InlineData(MacChrome, "macOS", null, "macOS 10.15.7")]
    [InlineData(MacChrome, "macOS", "14.4.1", "macOS 14.4.1")]
    [InlineData(MacChrome, "macOS", "14.0.0", "macOS 14")]
    [InlineData(AndroidChrome, "Android", "14.0.0", "Android 14")]
    [InlineData(AndroidChrome, "Android", "10.0.0", "Android 10")]
    [InlineData(UbuntuChrome, "Linux", "6.5.0", "Ubuntu ")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) Chrome/124.0.0.0", "Android", "14.0.0", "Android 14")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) Chrome/124.0.0.0", "Chromium OS", "15.1", "Chrome OS 15.1")]
    [InlineData("nothing", "macOS", "14.4.0", "macOS 14.4")]
    public void A_platform_counts_where_it_says_more_than_the_user_agent(string userAgent, string? platform, string? version, string os)
    {
        var device = Read(userAgent, new ClientHints { Platform = platform, PlatformVersion = version });

        $"{device.Os} {device.OsVersion}".ShouldBe(os);
    }

    [Theory]
    [InlineData(AndroidChrome, null, null, "mobile")]
    [InlineData(AndroidChrome, true, null, "mobile")]
    [InlineData(AndroidChrome, false, null, "tablet")]
    [InlineData(AndroidChrome, false, "BRAVIA VU2", "tv")]
    [InlineData(AndroidChrome, true, "AFTKA", "tv")]
    [InlineData(AndroidChrome, true, "SM-R960", "wearable")]
    [InlineData(AndroidChrome, true, "Pixel 8", "mobile")]
    [InlineData(WindowsChrome, true, null, "desktop")]
    [InlineData("nothing", true, null, "mobile")]
    [InlineData("nothing", false, null, "other")]
    public void Mobile_and_model_tell_the_kind(string userAgent, bool? mobile, string? model, string type) =>
        Read(userAgent, new ClientHints { Mobile = mobile, Model = model }).Type.ShouldBe(type);

    [Fact]
    public void Hints_alone_tell_a_device() =>
        Read(null, new ClientHints { Brands = Brands("Google Chrome 124"), Platform = "Android", PlatformVersion = "14.0.0", Mobile = true })
            .ShouldBe(new("mobile", "Chrome Mobile", "124", "Android", "14"));

    private static Domain.Collect.Device Read(string? userAgent, ClientHints hints) =>
        new DeviceEnrichment(new SampleRules()).Read(new VisitorClient { UserAgent = userAgent, Hints = hints }).ShouldNotBeNull();

    private static ClientBrand[] Brands(string brands) =>
        [.. brands.Split('|').Where(brand => brand.Contains(' ')).Select(brand => new ClientBrand(brand[..brand.LastIndexOf(' ')], brand[(brand.LastIndexOf(' ') + 1)..]))];
}
