using System.Text;
using Tracking.Application.Import;
using static Tracking.Application.Tests.Import.LogText;

namespace Tracking.Application.Tests.Import;

public class AccessLogLineTests
{
    [Fact]
    public void A_combined_line_gives_all_its_fields() =>
        Parse("""203.0.113.7 - jane [17/May/2015:12:05:03 +0200] "GET /a?b=c HTTP/1.1" 304 - "https://example.org/" "Mozilla/5.0 (X11)" """.TrimEnd())
            .ShouldBe(new AccessLogLine(
                null, "203.0.113.7", new(2015, 5, 17, 10, 5, 3, TimeSpan.Zero), "GET", "/a?b=c", "HTTP/1.1", 304, null,
                "https://example.org/", "Mozilla/5.0 (X11)", AccessLogEnding.UserAgent));

    [Fact]
    public void A_common_line_has_no_referrer_and_no_user_agent() =>
        Parse("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.0" 200 5120""")
            .ShouldBe(new AccessLogLine(
                null, "203.0.113.7", new(2015, 5, 17, 10, 5, 3, TimeSpan.Zero), "GET", "/", "HTTP/1.0", 200, 5120,
                null, null, AccessLogEnding.Bytes));

    [Theory]
    [InlineData("203.0.113.7 - -", "203.0.113.7", null)]
    [InlineData("2001:db8::7 - -", "2001:db8::7", null)]
    [InlineData("2001:db8::80 - jane doe", "2001:db8::80", null)]
    [InlineData("crawl-7.example.net - -", "crawl-7.example.net", null)]
    [InlineData("203.0.113.7:51234 - -", "203.0.113.7", null)]
    [InlineData("[2001:db8::7]:51234 - -", "2001:db8::7", null)]
    [InlineData("203.0.113.7, 198.51.100.1 - -", "203.0.113.7", null)]
    [InlineData("203.0.113.7 - jane doe", "203.0.113.7", null)]
    [InlineData("203.0.113.7 - jane [admin]", "203.0.113.7", null)]
    [InlineData("203.0.113.7 - ", "203.0.113.7", null)]
    [InlineData("shop.example:443 203.0.113.7 - -", "203.0.113.7", "shop.example:443")]
    [InlineData("shop.example:443 2001:db8::7 - jane doe", "2001:db8::7", "shop.example:443")]
    [InlineData("shop.example:80 crawl-7.example.net - -", "crawl-7.example.net", "shop.example:80")]
    [InlineData("[2001:db8::7]:51234, 198.51.100.1 - -", "2001:db8::7", null)]
    [InlineData("[2001:db8::1]:80 203.0.113.7 - -", "203.0.113.7", "[2001:db8::1]:80")]
    [InlineData("192.0.2.1:80 203.0.113.7 - -", "203.0.113.7", "192.0.2.1:80")]
    [InlineData("shop.example 203.0.113.7 - -", "203.0.113.7", "shop.example")]
    public void The_client_is_told_from_a_virtual_host_before_it(string client, string address, string? virtualHost)
    {
        var line = Parse(Combined(client: client)).ShouldNotBeNull();

        (line.Address, line.VirtualHost).ShouldBe((address, virtualHost));
    }

    [Theory]
    [InlineData("29/Feb/2024:23:59:59 +0000", "2024-02-29T23:59:59Z")]
    [InlineData("01/Jan/2015:00:30:00 +0530", "2014-12-31T19:00:00Z")]
    [InlineData("31/Dec/2016:20:30:00 -0330", "2017-01-01T00:00:00Z")]
    [InlineData("31/Dec/2016:23:59:60 +0000", "2017-01-01T00:00:00Z")]
    public void The_time_is_that_of_the_lines_own_offset(string logged, string utc) =>
        Parse(Combined(time: logged)).ShouldNotBeNull().Time.ShouldBe(DateTimeOffset.Parse(utc));

    [Theory]
    [InlineData("29/Feb/2023:10:05:03 +0000")]
    [InlineData("17/Mai/2015:10:05:03 +0000")]
    [InlineData("17/May/2015:24:05:03 +0000")]
    [InlineData("17/May/2015:10:05:61 +0000")]
    [InlineData("17/May/2015:10:05:03 +1500")]
    [InlineData("17/May/0001:10:05:03 +0000")]
    [InlineData("7/May/2015:10:05:03 +0000")]
    [InlineData("2015-05-17T10:05:03+00:00")]
    [InlineData("17/May/2015:10:05:03")]
    public void A_time_that_is_none_is_not_parsable(string logged) => Parse(Combined(time: logged)).ShouldBeNull();

    [Theory]
    [InlineData("GET / HTTP/1.1", "GET", "/", "HTTP/1.1")]
    [InlineData("GET /", "GET", "/", null)]
    [InlineData("GET http://shop.example/a HTTP/1.1", "GET", "http://shop.example/a", "HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.0", "OPTIONS", "*", "HTTP/1.0")]
    [InlineData("M-SEARCH * HTTP/1.1", "M-SEARCH", "*", "HTTP/1.1")]
    [InlineData("GET /two words HTTP/1.1", "GET", "/two%20words", "HTTP/1.1")]
    [InlineData("GET /say?\\\"hi\\\" HTTP/1.1", "GET", "/say?%22hi%22", "HTTP/1.1")]
    [InlineData("GET /\\xe4\\xC3\\xA4 HTTP/1.1", "GET", "/%E4%C3%A4", "HTTP/1.1")]
    [InlineData("GET /ä HTTP/1.1", "GET", "/%C3%A4", "HTTP/1.1")]
    [InlineData("GET /a\\\\b HTTP/1.1", "GET", "/a%5Cb", "HTTP/1.1")]
    [InlineData("GET /a\"b HTTP/1.1", "GET", "/a%22b", "HTTP/1.1")]
    [InlineData("-", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("GET", null, null, null)]
    [InlineData("GET  HTTP/1.1", null, null, null)]
    [InlineData("GET HTTP/1.1", null, null, null)]
    [InlineData("\\x16\\x03\\x01\\x02 \\x01\\x00 HTTP/1.1", null, null, null)]
    [InlineData("\\\\", null, null, null)]
    public void A_request_is_method_target_and_protocol_or_none_of_them(string request, string? method, string? target, string? protocol)
    {
        var line = Parse(Combined(request)).ShouldNotBeNull();

        (line.Method, line.Target, line.Protocol).ShouldBe((method, target, protocol));
    }

    [Theory]
    [InlineData("-", null)]
    [InlineData("", null)]
    [InlineData("Agent \\\"quoted\\\" 1.0", "Agent \"quoted\" 1.0")]
    [InlineData("Agent \"unescaped\"1.0", "Agent \"unescaped\"1.0")]
    [InlineData("tab\\there", "tab\there")]
    [InlineData("\\xe4\\xf6", "äö")]
    [InlineData("\\xc3\\xa4", "ä")]
    [InlineData("C:\\programs\\xyz", "C:\\programs\\xyz")]
    public void A_quoted_field_is_unescaped(string logged, string? text) =>
        Parse(Combined(userAgent: logged)).ShouldNotBeNull().UserAgent.ShouldBe(text);

    [Fact]
    public void Bytes_that_are_no_utf_8_are_read_as_latin_1() =>
        Parse(Encoding.Latin1.GetBytes(Combined(userAgent: "Müller"))).ShouldNotBeNull().UserAgent.ShouldBe("Müller");

    [Theory]
    [InlineData(" 0.005 10.0.0.1:8080")]
    [InlineData(" \"203.0.113.9\" \"cut")]
    public void Fields_after_the_user_agent_are_passed_over(string more)
    {
        var line = Parse(Combined() + more).ShouldNotBeNull();

        (line.UserAgent, line.Ending).ShouldBe((Firefox, AccessLogEnding.OtherFields));
    }

    [Fact]
    public void Fields_after_those_of_the_common_format_are_passed_over() =>
        Parse("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.0" 200 5120 0.005""")
            .ShouldNotBeNull().Ending.ShouldBe(AccessLogEnding.OtherFields);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("# Version: 1.0")]
    [InlineData("""{"time":"2015-05-17T10:05:03Z"}""")]
    [InlineData("""2015-05-17 10:05:03 203.0.113.7 GET / - 80 - 200""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000]""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] """)]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" """)]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 20 5120""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" - 5120""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 +5""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 51200000000000000000""")]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5120 "-" """)]
    [InlineData("""203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5120 "-" "cut off""")]
    [InlineData(""" - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5120""")]
    [InlineData("""203.0.113.7 [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5120""")]
    public void What_is_in_neither_format_is_not_parsable(string text) => Parse(text).ShouldBeNull();
}
