using System.Text;
using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Sites;

namespace Tracking.Benchmarks.Traffic;

/// <summary>Page views of a shop as the browser script sends them.</summary>
internal static class PageViews
{
    /// <summary>Their length in bytes: 609, as long as those with which the whole service is measured.</summary>
    public const int Length = 609;

    private const string Title =
        "Trail running shoes for women and men: light, waterproof, in all sizes and seventeen colours, returned for free within thirty days - Shop";

    private static readonly DateTimeOffset ReceivedAt = new(2026, 5, 17, 10, 5, 4, TimeSpan.Zero);
    private static readonly Site Shop = new(1, "shop", new SiteSettings());

    /// <summary>The request that a visitor's browser makes.</summary>
    public static EventSource SourceOf(Visitor visitor) => new(
        Shop, FromServer: false, ReceivedAt, visitor.Address, visitor.UserAgent, GlobalPrivacyControl: false, DoNotTrack: false,
        visitor.AcceptLanguage);

    /// <summary>A page view with analytics consent; the URL names no campaign.</summary>
    public static string JsonOf(Visitor visitor, int number)
    {
        var shortest = Json(visitor, number, title: string.Empty);
        // The title stands in it twice.
        var title = Title[..Math.Clamp((Length - shortest.Length) / 2, 0, Title.Length)];
        return Json(visitor, number, title).PadRight(Length);
    }

    /// <summary>The command that is made of it.</summary>
    public static ITrackCommand CommandOf(Visitor visitor, int number)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(JsonOf(visitor, number)));
        return new EventReader(SourceOf(visitor), sentAt: null, SharedContext.None).Read(json.RootElement, index: 0).Command!;
    }

    private static string Json(Visitor visitor, int number, string title)
    {
        var referrer = visitor.Referrer is null ? string.Empty : $",\"referrer\":\"{visitor.Referrer}\"";
        var page = $$"""{"url":"https://shop.example/shoes/trail-running?colour=blue&size=38","title":"{{title}}"{{referrer}}}""";
        return $$$$"""
            {"type":"page_view","messageId":"{{{{number:x32}}}}","timestamp":"2026-05-17T10:05:03.250Z","anonymousId":"{{{{number * 31L:x32}}}}",
            """
            + $$$$"""
            "properties":{{{{page}}}},"context":{"page":{{{{page}}}},"consent":{"analytics":true}}}
            """;
    }
}
