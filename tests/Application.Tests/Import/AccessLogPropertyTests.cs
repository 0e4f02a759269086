using System.Text;
using CsCheck;
using Tracking.Application.Collect;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

public class AccessLogPropertyTests
{
    private static readonly Gen<string> Address = Gen.OneOf(
        Gen.Byte.Array[4].Select(bytes => new System.Net.IPAddress(bytes).ToString()),
        Gen.Byte.Array[16].Select(bytes => new System.Net.IPAddress(bytes).ToString()));

    private static readonly Gen<DateTimeOffset> Time = Gen.Select(
        Gen.Long[0, 4_000_000_000], Gen.Int[-14 * 60, 14 * 60],
        (seconds, minutes) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes)));

    // What a URL holds as it is; for the rest the target is percent-encoded, which is not turned back.
    private static readonly Gen<string> Target =
        Gen.Char["abcXYZ019-._~:/?#[]@!$&'()*+,;=%{}|^"].Array[0, 60].Select(chars => "/" + new string(chars));

    private static readonly Gen<string?> Text = Gen.OneOf(
            Gen.String,
            Gen.Char["\"\\x9fn[] -\t\r\u0000\u00e4\u20ac"].Array[0, 20].Select(chars => new string(chars)))
        .Where(text => text is not ("" or "-") && IsUnicode(text))
        .Null();

    private static readonly Gen<string?> VirtualHost = Gen.OneOf<string?>(null, "shop.example:443", "a.b:80");

    [Fact]
    public void A_line_that_was_written_as_apache_writes_is_read_back() =>
        Gen.Select(Gen.Select(VirtualHost, Address, Time, Target), Gen.Select(Gen.Int[100, 999], Gen.Long[0, long.MaxValue].Nullable(), Text, Text))
            .Sample((request, answer) =>
            {
                var (virtualHost, address, time, target) = request;
                var (status, bytes, referrer, userAgent) = answer;
                var text = $"{(virtualHost is null ? "" : virtualHost + " ")}{address} - - [{LogText.Time(time)}] "
                    + $"\"GET {target} HTTP/1.1\" {status} {bytes?.ToString() ?? "-"} \"{LogText.Escape(referrer)}\" \"{LogText.Escape(userAgent)}\"";

                LogText.Parse(text).ShouldBe(new AccessLogLine(
                    virtualHost, address, time, "GET", target, "HTTP/1.1", status, bytes, referrer, userAgent, AccessLogEnding.UserAgent));
            });

    [Fact]
    public void No_bytes_make_the_parser_throw() =>
        Gen.Byte.Array[0, 400].Sample(bytes => { PageRequest.TryRead(new LogLine(bytes), null, null, out _, out _); });

    [Fact]
    public void No_damage_to_a_line_makes_the_parser_throw() =>
        Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 40], Gen.Byte.Array[0, 20])
            .Sample((at, cut, added) =>
            {
                var line = LogText.Combined("GET http://shop.example/a.b?c=d#e HTTP/1.1", referrer: "https://example.org/", client: "shop.example:443 2001:db8::7 - -");
                at %= line.Length;
                var damaged = Encoding.UTF8.GetBytes(line[..at]).Concat(added).Concat(Encoding.UTF8.GetBytes(line[Math.Min(line.Length, at + cut)..]));
                PageRequest.TryRead(new LogLine(damaged.ToArray()), null, null, out var page, out var reason);

                (page is null).ShouldBe(reason is not null);
                if (page is not null)
                    PageUrl.Parts(page.Url).ShouldNotBeNull(page.Url);
            });

    private static bool IsUnicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
