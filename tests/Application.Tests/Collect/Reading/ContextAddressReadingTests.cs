using Tracking.Application.Collect.Reading;

namespace Tracking.Application.Tests.Collect.Reading;

/// <summary><c>context.ip</c>, which a server alone may say.</summary>
public class ContextAddressReadingTests
{
    [Theory]
    [InlineData("8.8.8.8", "8.8.8.8")]
    [InlineData(" 8.8.8.8 ", "8.8.8.8")]
    [InlineData("\\t2001:DB8::1\\n", "2001:db8::1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::ffff:8.8.8.8", "::ffff:8.8.8.8")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    public void An_address_is_read_without_the_blanks_around_it(string text, string address)
    {
        var (read, wrong) = Read(text);

        read.ShouldBe(address);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("8.8.8.8:443")]
    [InlineData("[2001:db8::1]:443")]
    [InlineData("[2001:db8::1]")]
    [InlineData("8.8.8.8, 10.0.0.1")]
    [InlineData("134744072")]
    [InlineData("0x8080808")]
    [InlineData("8.8")]
    [InlineData("010.8.8.8")]
    [InlineData("8.8.8.256")]
    [InlineData("8.8.8.8/32")]
    [InlineData("unknown")]
    public void Anything_else_is_refused_with_what_is_allowed(string text)
    {
        var (read, wrong) = Read(text);

        read.ShouldBeNull();
        wrong.ShouldHaveSingleItem().ShouldBe("context.ip InvalidValue must be one IPv4 address of four decimal numbers (203.0.113.7) or one IPv6 "
            + "address (2001:db8::1), without port; of a list, such as X-Forwarded-For may be, send the visitor's alone");
    }

    [Fact]
    public void Of_a_browser_it_is_not_even_looked_at()
    {
        var json = new ReadJson("""{ "context": { "ip": "nonsense" } }""");

        json.Fields.Context(fromServer: false).Address.ShouldBeNull();
        json.Errors.ShouldBeEmpty();
    }

    private static (string? Address, IEnumerable<string> Wrong) Read(string text)
    {
        var json = new ReadJson($$"""{ "context": { "ip": "{{text}}" } }""");
        var address = json.Fields.Context(fromServer: true).Address?.ToString();
        return (address, json.Errors.Select(error => $"{error.Path} {error.Reason} {error.Message}"));
    }
}
