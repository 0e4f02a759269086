using System.Text.Json;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Ga4;

namespace Tracking.Infrastructure.Tests.Destinations.Ga4;

/// <summary>Settings say what is wrong with them.</summary>
public class Ga4SettingsTests
{
    private static readonly Ga4Kind Kind = new(new Ga4SettingsValidator(), KindRuns.ToStandIns(), TimeProvider.System);

    [Theory]
    [InlineData("""{"measurementId":"G-ABC123","apiSecret":"s"}""", "")]
    [InlineData("""{"measurementId":"G-ABC123","apiSecret":"s","endpoint":"https://region1.google-analytics.com"}""", "")]
    [InlineData("{}", "settings.measurementId settings.apiSecret")]
    [InlineData("""{"measurementId":"UA-1-1","apiSecret":"s"}""", "settings.measurementId")]
    [InlineData("""{"measurementId":"G-ABC123","apiSecret":"a b"}""", "settings.apiSecret")]
    [InlineData("""{"measurementId":"G-ABC123","apiSecret":"s","endpoint":"ftp://x"}""", "settings.endpoint")]
    [InlineData("""{"measurementId":"G-ABC123","apiSecret":"s","unknown":1}""", "settings.unknown")]
    [InlineData("""{"measurementId":1,"apiSecret":"s"}""", "settings.measurementId")]
    public void Wrong_ones_are_named(string settings, string paths) =>
        string.Join(' ', Kind.Check(JsonSerializer.Deserialize<JsonElement>(settings)).Select(error => error.Path)).ShouldBe(paths);

    [Fact]
    public void Analytics_is_required_and_the_secret_kept_as_one()
    {
        Kind.Requires.ShouldBe(ConsentPurposes.Analytics);
        Kind.Secrets.ShouldBe(["apiSecret"]);
    }
}
