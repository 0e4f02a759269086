using CsCheck;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Application.Tests.Collect.Enrichment.Devices;

public class VersionTextTests
{
    [Theory]
    [InlineData("124", "124")]
    [InlineData("124.0", "124.0")]
    [InlineData("124.0.6367.60", "124.0.6367")]
    [InlineData("1.2.3.", "1.2.3")]
    [InlineData("1.", "1")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(".1", null)]
    [InlineData("1..2", null)]
    [InlineData("1.x", null)]
    [InlineData("12345678.1234567.123", "12345678.1234567.123")]
    [InlineData("12345678.1234567.1234", null)]
    [InlineData("٣", null)]
    [InlineData("123456789012345678901234567890123", null)]
    public void Three_numbers_of_a_version_count(string? version, string? read) => VersionText.Read(version).ShouldBe(read);

    [Theory]
    [InlineData("124", "124.0.6367", "124.0.6367")]
    [InlineData("12", "124.0", "12")]
    [InlineData("124.0.6367", "124.0", "124.0.6367")]
    [InlineData("11", "10", "11")]
    [InlineData(null, "10", "10")]
    [InlineData("11", null, "11")]
    public void The_version_that_tells_more_of_the_same_counts(string? hinted, string? told, string? longer) =>
        VersionText.Longer(hinted, told).ShouldBe(longer);

    [Fact]
    public void Any_text_is_borne() => Gen.String[Gen.Char["0123456789.x"], 0, 40].Sample(text =>
    {
        var read = VersionText.Read(text);
        if (read is not null)
            text.ShouldStartWith(read);
        VersionText.OfWindows(text);
        VersionText.WithoutZeros(read);
    });
}
