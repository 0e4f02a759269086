using System.Text;
using Microsoft.AspNetCore.Http;
using Tracking.Reliability.Tests.Load;
using Tracking.Reliability.Tests.Running;
using Tracking.StandIns;

namespace Tracking.Reliability.Tests.Destinations;

/// <summary>Every stored event that may leave reaches every destination, whatever dies.</summary>
public class ForwardingTests
{
    /// <summary>Signs what is sent.</summary>
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    // Confirmed, and nothing else that an event with consent could have come to.
    private const int Confirmed = 4;

    private static readonly (string, string) Loopback = ("Destinations__AllowedNetworks", "127.0.0.0/8");

    [Fact]
    public async Task Destinations_get_what_is_stored_however_often_the_process_is_killed()
    {
        await using var installation = new Installation();
        await using var healthy = new WebhookStandIn(Secret);
        var isWell = false;
        await using var moody = new WebhookStandIn(Secret) { Interferes = FailsEverySecondTimeUntil(() => isWell) };
        await healthy.StartAsync();
        await moody.StartAsync();
        var process = await installation.StartEmbedded(Loopback).ReadyAsync();
        await AddAsync(installation, healthy.Address);
        await AddAsync(installation, moody.Address);
        await using var load = EventLoad.Start(installation.Url);
        for (var kills = Form.Times(4, 20); kills > 0; kills--)
        {
            // In the middle of sending, and not before.
            var sent = healthy.Received.Count;
            await Wait.UntilAsync("more is sent", 60, () => healthy.Received.Count > sent, () => process.Said);
            await Task.Delay(Random.Shared.Next(400));
            await process.KillAsync();
            process = installation.StartEmbedded(Loopback);
        }

        await load.PromisesMoreAsync(100);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        isWell = true;
        foreach (var receiver in (StandIn[])[healthy, moody])
        {
            await Wait.UntilAsync("all of it has arrived", 120, () => receiver.Received.Count >= load.Promised.Count,
                () => $"{receiver.Received.Count} of {load.Promised.Count}, at the healthy one {healthy.Received.Count}; {process.Said}");
            receiver.Received.Keys.Order().ShouldBe(load.Promised.Order());
            receiver.Refusals.ShouldBeEmpty();
        }

        await Wait.UntilAsync("it is written down", 60,
            async () => await installation.Store.NumberAsync($"SELECT COUNT(*) FROM Deliveries WHERE State = {Confirmed}") == 2 * load.Promised.Count);
        (await installation.Store.NumberAsync("SELECT COUNT(*) FROM Deliveries")).ShouldBe(2 * load.Promises);
    }

    [Fact]
    public async Task Destinations_that_are_slow_dead_or_full_hold_up_no_other_and_get_everything_once_they_are_well()
    {
        await using var installation = new Installation();
        await using var healthy = new WebhookStandIn(Secret);
        await healthy.StartAsync();
        var isWell = new TaskCompletionSource();
        WebhookStandIn[] ill =
        [
            new(Secret) { Interferes = async context => !isWell.Task.IsCompleted && await SlowAsync(context, isWell.Task) },
            new(Secret) { Interferes = context => AnswerAsync(context, isWell.Task.IsCompleted ? 0 : 500) },
            new(Secret) { Interferes = context => AnswerAsync(context, isWell.Task.IsCompleted ? 0 : 429) },
            new(Secret),
        ];
        foreach (var one in ill)
            await one.StartAsync();
        var process = await installation.StartEmbedded(Loopback).ReadyAsync();
        await AddAsync(installation, healthy.Address);
        foreach (var one in ill)
            await AddAsync(installation, one.Address);
        // A connection to it is refused from here on.
        var (refusing, port) = (ill[^1], new Uri(ill[^1].Address).Port);
        await refusing.StopAsync();

        await using var load = EventLoad.Start(installation.Url);
        await load.PromisesMoreAsync(Form.Times(3_000, 30_000), seconds: 240);
        await load.FinishAsync();
        await load.ShouldBeKeptAsync(installation);
        await Wait.UntilAsync("the healthy one has all", 20, () => healthy.Received.Count >= load.Promised.Count, () => process.Said);
        ill.ShouldAllBe(one => one.Received.Count == 0);

        isWell.SetResult();
        await refusing.StartAsync(port);
        foreach (var receiver in ill)
        {
            await Wait.UntilAsync("all of it has arrived", 360, () => receiver.Received.Count >= load.Promised.Count, () => process.Said);
            receiver.Received.Keys.Order().ShouldBe(load.Promised.Order());
        }

        foreach (var one in ill)
            await one.DisposeAsync();
        healthy.Received.Values.ShouldAllBe(times => times == 1);
    }

    private static Func<HttpContext, Task<bool>> FailsEverySecondTimeUntil(Func<bool> isWell)
    {
        var requests = 0;
        return context => AnswerAsync(context, !isWell() && Interlocked.Increment(ref requests) % 2 == 0 ? 503 : 0);
    }

    private static Task<bool> AnswerAsync(HttpContext context, int status)
    {
        if (status == 0)
            return Task.FromResult(false);
        context.Response.StatusCode = status;
        if (status == 429)
            context.Response.Headers.RetryAfter = "2";
        return Task.FromResult(true);
    }

    private static async Task<bool> SlowAsync(HttpContext context, Task isWell)
    {
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted), isWell);
        context.Response.StatusCode = 504;
        return true;
    }

    /// <summary>Adds a webhook of the site.</summary>
    internal static async Task AddAsync(Installation installation, string address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        client.DefaultRequestHeaders.Add("X-Api-Key", Installation.SecretKey);
        using var body = new StringContent(
            $$"""{ "kind": "webhook", "settings": { "url": "{{address}}", "secret": "{{Secret}}" }, "rules": { "bots": true } }""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(installation.Url + "/v1/destinations"), body);
        ((int)answer.StatusCode).ShouldBe(201, await answer.Content.ReadAsStringAsync());
    }
}
