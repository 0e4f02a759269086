using System.Net;

namespace Tracking.Benchmarks.Traffic;

/// <summary>Who looks at a page, as a request tells.</summary>
internal sealed record Visitor(string UserAgent, IPAddress Address, string AcceptLanguage, string? Referrer)
{
    /// <summary>How many come again and again.</summary>
    public const int Returning = 100;

    // "#" stands for the version: a current one of those who return, ever another one of those who are new.
    private static readonly string[] Browsers =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/#.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/#.4 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36 Edg/#.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:#.0) Gecko/20100101 Firefox/#.0",
        "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/#.0 Chrome/127.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/#.7 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:#.0) Gecko/20100101 Firefox/#.0",
        "Mozilla/5.0 (Android 15; Mobile; rv:#.0) Gecko/#.0 Firefox/#.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 OPR/#.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/#.0.7103.91 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A.240105.004; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/#.0.6478.122 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/#.0.0.52.96;]",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) 94.0.4606.31/#.0 TV Safari/537.36",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/#.0.0.0 Safari/537.36",
    ];

    private static readonly string[] Languages =
        ["en-US,en;q=0.9", "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", "pt-BR,pt;q=0.9", "fr-FR,fr;q=0.8,en-US;q=0.5,en;q=0.3", "ja", "zh-CN,zh;q=0.9"];

    private static readonly string?[] Referrers =
    [
        null, "https://www.google.com/", "https://www.google.de/", null, "https://www.bing.com/", "https://duckduckgo.com/",
        "https://www.facebook.com/", "https://t.co/Xy12AbC9", null, "https://www.reddit.com/r/running/", "https://www.youtube.com/",
        "https://shop.example/shoes", "https://chatgpt.com/", "https://blog.example/2026/05/best-trail-shoes", "https://out.example/?to=7",
    ];

    /// <summary>One of those who return.</summary>
    public static Visitor Known(int number)
    {
        number %= Returning;
        return new Visitor(
            BrowserOf(number, version: 118 + (number / Browsers.Length)),
            AddressOf(number),
            Languages[number % Languages.Length],
            Referrers[number % Referrers.Length]);
    }

    /// <summary>One who was never here: every number is another user agent, address, list of languages and referring host.</summary>
    public static Visitor New(int number) => new(
        BrowserOf(number, version: 1_000 + number),
        AddressOf(Returning + number),
        $"{Languages[number % Languages.Length]},en;q=0.{number}",
        $"https://blog{number}.example/2026/05/best-trail-shoes");

    private static string BrowserOf(int number, int version) =>
        Browsers[number % Browsers.Length].Replace("#", version.ToString(), StringComparison.Ordinal);

    // Spread over the allotted part of the address space; every fifth is of IPv6. Odd factors: no number repeats an address.
    private static IPAddress AddressOf(int number)
    {
        var mixed = unchecked((uint)number * 2_654_435_761);
        if (number % 5 != 0)
            return new IPAddress([(byte)(11 + (mixed >> 24) % 190), (byte)(mixed >> 16), (byte)(mixed >> 8), (byte)mixed]);
        byte[] bytes = [0x2A, (byte)((mixed >> 24) % 16), (byte)(mixed >> 16), (byte)(mixed >> 8), (byte)mixed, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        return new IPAddress(bytes);
    }
}
