using System.Globalization;
using System.Text;

namespace Tracking.Load.Traffic;

/// <summary>
/// A request of page views whose bytes are made once; only ids, times and pages are written anew in their places, so that the load costs
/// next to nothing beside what it measures. Visitors return, and have consented.
/// </summary>
internal sealed class PageViewRequest
{
    /// <summary>Bytes of one page view, the usual ones of a browser.</summary>
    private const int EventLength = 609;

    private const int Visitors = 10_000;
    private const int Pages = 100;
    private const int IdLength = 32;
    private const int NumberLength = 16;
    private const int TimeLength = 24;

    // Room for what changes. The id begins with what tells this process from any other.
    private static readonly string Run = Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray().AsSpan(8));
    private static readonly string Id = Run + new string('#', NumberLength);
    private static readonly string Visitor = new('*', IdLength);
    private static readonly string Time = new('@', TimeLength);
    private const string Page =
        """{"url":"https://shop.example/shoes/trail-running-??","title":"{0}","referrer":"https://www.google.com/"}""";
    private static readonly string Event = MakeEvent();

    private static long lastNumber;

    private readonly byte[] bytes;
    private readonly int firstEvent;
    private readonly int events;

    /// <summary>Makes one.</summary>
    /// <param name="address">Of whom it asks.</param>
    /// <param name="key">A write key.</param>
    /// <param name="events">How many page views it holds.</param>
    /// <param name="connection">Number of the connection, by which it has its user agent.</param>
    public PageViewRequest(Uri address, string key, int events, int connection)
    {
        this.events = events;
        var before = events == 1 ? string.Empty : "{\"events\":[";
        var body = before + string.Join(',', Enumerable.Repeat(Event, events)) + (events == 1 ? string.Empty : "]}");
        var head = $"""
            POST /v1/events HTTP/1.1
            Host: {address.Authority}
            X-Api-Key: {key}
            User-Agent: {Browsers.Of(connection)}
            Accept-Language: en-GB,en;q=0.9
            Content-Type: application/json
            Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}


            """.ReplaceLineEndings("\r\n");
        bytes = Encoding.ASCII.GetBytes(head + body);
        firstEvent = head.Length + before.Length;
    }

    /// <summary>The bytes with new events in them; they hold until it is called again.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        Span<byte> time = stackalloc byte[TimeLength + 4];
        TimeProvider.System.GetUtcNow().UtcDateTime.TryFormat(time, out _, "O", CultureInfo.InvariantCulture);
        time[TimeLength - 1] = (byte)'Z';
        for (var index = 0; index < events; index++)
            Renew(bytes.AsSpan(firstEvent + (index * (EventLength + 1)), EventLength), time[..TimeLength]);
        return bytes;
    }

    private static void Renew(Span<byte> view, ReadOnlySpan<byte> time)
    {
        var number = Interlocked.Increment(ref lastNumber);
        number.TryFormat(view.Slice(Places.Number, NumberLength), out _, "x16", CultureInfo.InvariantCulture);
        // Spread over the visitors by a factor without a common divisor, so that neighbours are not of one visitor.
        (number * 7_919 % Visitors).TryFormat(view.Slice(Places.Visitor, IdLength), out _, "x32", CultureInfo.InvariantCulture);
        time.CopyTo(view[Places.Time..]);
        (number % Pages).TryFormat(view.Slice(Places.Page, 2), out _, "00", CultureInfo.InvariantCulture);
        (number % Pages).TryFormat(view.Slice(Places.PageAgain, 2), out _, "00", CultureInfo.InvariantCulture);
    }

    private static string MakeEvent()
    {
        var shortest = Fill(string.Empty);
        // The title stands in it twice.
        return Fill(new string('t', (EventLength - shortest.Length) / 2)).PadRight(EventLength);

        static string Fill(string title)
        {
            var page = Page.Replace("{0}", title, StringComparison.Ordinal);
            return $$"""{"type":"page_view","messageId":"{{Id}}","timestamp":"{{Time}}","anonymousId":"{{Visitor}}","properties":{{page}}"""
                + ",\"context\":{\"page\":" + page + ",\"consent\":{\"analytics\":true}}}";
        }
    }

    private static class Places
    {
        public static readonly int Number = Event.IndexOf('#', StringComparison.Ordinal);
        public static readonly int Visitor = Event.IndexOf('*', StringComparison.Ordinal);
        public static readonly int Time = Event.IndexOf('@', StringComparison.Ordinal);
        public static readonly int Page = Event.IndexOf("??", StringComparison.Ordinal);
        public static readonly int PageAgain = Event.LastIndexOf("??", StringComparison.Ordinal);
    }
}
