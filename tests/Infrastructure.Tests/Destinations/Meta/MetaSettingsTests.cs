using System.Text.Json;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Meta;

namespace Tracking.Infrastructure.Tests.Destinations.Meta;

/// <summary>Settings say what is wrong with them.</summary>
public class MetaSettingsTests
{
    private static readonly MetaKind Kind = new(new MetaSettingsValidator(), KindRuns.ToStandIns(), TimeProvider.System);

    [Theory]
    [InlineData("""{"pixelId":"12","accessToken":"t"}""", "")]
    [InlineData("""{"pixelId":"12","accessToken":"t","apiVersion":"v24.0","testEventCode":"TEST1","userData":{"em":"properties.email"},"endpoint":"https://graph.facebook.com"}""", "")]
    [InlineData("{}", "settings.pixelId settings.accessToken")]
    [InlineData("""{"pixelId":"a","accessToken":"t"}""", "settings.pixelId")]
    [InlineData("""{"pixelId":"12","accessToken":"a b"}""", "settings.accessToken")]
    [InlineData("""{"pixelId":"12","accessToken":"t","apiVersion":"25"}""", "settings.apiVersion")]
    [InlineData("""{"pixelId":"12","accessToken":"t","testEventCode":""}""", "settings.testEventCode")]
    [InlineData("""{"pixelId":"12","accessToken":"t","userData":{"email":"properties.email"}}""", "settings.userData")]
    [InlineData("""{"pixelId":"12","accessToken":"t","userData":{"em":"userId"}}""", "settings.userData")]
    [InlineData("""{"pixelId":"12","accessToken":"t","userData":{"em":"properties."}}""", "settings.userData")]
    [InlineData("""{"pixelId":"12","accessToken":"t","userData":{"em":null}}""", "settings.userData")]
    [InlineData("""{"pixelId":"12","accessToken":"t","endpoint":"graph"}""", "settings.endpoint")]
    [InlineData("""{"pixelId":12,"accessToken":"t"}""", "settings.pixelId")]
    public void Wrong_ones_are_named(string settings, string paths) =>
        string.Join(' ', Kind.Check(JsonSerializer.Deserialize<JsonElement>(settings)).Select(error => error.Path)).ShouldBe(paths);

    [Fact]
    public void Analytics_and_marketing_are_required_and_the_token_kept_as_a_secret()
    {
        Kind.Requires.ShouldBe(ConsentPurposes.Analytics | ConsentPurposes.Marketing);
        Kind.Secrets.ShouldBe(["accessToken"]);
    }
}
