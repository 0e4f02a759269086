using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Matomo;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations.Matomo;

public class MatomoTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Many_mixed_events_all_come_to_Matomo_in_order_and_it_refuses_none()
    {
        await using var matomo = await StartAsync();
        using var target = Open(new { endpoint = matomo.Address, siteId = 3, tokenAuth = Token });
        var (ids, results) = await ManyEvents.SendAsync(target, one => one.Event.Type == "identify");

        matomo.Refusals.ShouldBeEmpty();
        matomo.Requests.Count.ShouldBe(ids.Count);
        results.ShouldAllBe(result => result.Kind == SendResultKind.Confirmed);
    }

    [Theory, InlineData("wrong", 3), InlineData(Token, 4)]
    public async Task With_a_wrong_token_or_site_everything_waits(string token, int siteId)
    {
        await using var matomo = await StartAsync();
        using var target = Open(new { endpoint = matomo.Address + "/", siteId, tokenAuth = token });
        (await SendTwoAsync(target)).ShouldBe(new SendResult(SendResultKind.TryAgain, "wrong_site_or_token"));
    }

    [Theory]
    [InlineData(200, """{"status":"success","tracked":1,"invalid":1}""", SendResultKind.Sent, "1_of_2_tracked")]
    [InlineData(200, """{"status":"success","tracked":1,"invalid":0}""", SendResultKind.Sent, "1_of_2_tracked")]
    [InlineData(200, """{"status":"success","tracked":0,"invalid":0}""", SendResultKind.TryAgain, "wrong_site_or_token")]
    [InlineData(200, """{"status":"error","tracked":0,"invalid":0}""", SendResultKind.TryAgain, "matomo_error")]
    [InlineData(200, "<html>", SendResultKind.TryAgain, "not_matomo")]
    [InlineData(200, "[]", SendResultKind.TryAgain, "not_matomo")]
    [InlineData(500, """{"status":"error","tracked":0,"invalid":0}""", SendResultKind.TryAgain, "http_500")]
    internal async Task Each_answer_has_its_meaning(int status, string body, SendResultKind kind, string reason)
    {
        await using var matomo = await StartAsync();
        matomo.Interferes = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
            return true;
        };
        using var target = Open(new { endpoint = matomo.Address, siteId = 3, tokenAuth = Token });
        (await SendTwoAsync(target)).ShouldBe(new SendResult(kind, reason));
    }

    [Theory]
    [InlineData("""{"siteId":3,"tokenAuth":"t"}""", "settings.endpoint", "is required: the Matomo's address such as https://matomo.example, to which /matomo.php is added")]
    [InlineData("""{"endpoint":"https://m.example","tokenAuth":"t"}""", "settings.siteId", "is required: the website's number in Matomo (idsite), 1 or more")]
    [InlineData("""{"endpoint":"https://m.example","siteId":3}""", "settings.tokenAuth", "is required: an auth token of a user with write access to the website, 1 to 256 letters and digits")]
    [InlineData("""{"endpoint":"https://m.example","siteId":3,"tokenAuth":"t","currency":"real"}""", "settings.currency", "must be an ISO 4217 code such as BRL; leave it out to send orders in all currencies")]
    [InlineData("""{"endpoint":"https://m.example","siteId":"3","tokenAuth":"t"}""", "settings.siteId", "is not known or of another type; allowed: endpoint, siteId, tokenAuth, currency")]
    public void Wrong_settings_are_named(string settings, string path, string message)
    {
        var error = Kind().Check(JsonSerializer.Deserialize<JsonElement>(settings)).ShouldHaveSingleItem();
        (error.Path, error.Message).ShouldBe((path, message));
    }

    private static async Task<MatomoStandIn> StartAsync()
    {
        var matomo = new MatomoStandIn(3, Token);
        await matomo.StartAsync();
        return matomo;
    }

    private static Task<SendResult> SendTwoAsync(IDestination target) =>
        target.SendAsync([(MappedEvent)target.Map(OneEvent.Of("click")), (MappedEvent)target.Map(OneEvent.Of("page_view"))], CancellationToken.None);

    private static MatomoKind Kind() => new(new MatomoSettingsValidator(), ManyEvents.Http, TimeProvider.System);

    private static IDestination Open(object settings) => Kind().Open(1, JsonSerializer.SerializeToElement(settings));
}
