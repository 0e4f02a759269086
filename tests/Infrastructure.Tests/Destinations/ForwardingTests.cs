using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Destinations;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Tests.Store;
using Tracking.StandIns;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>Stored events go to destinations: all that may, each written down, whatever a destination does.</summary>
public sealed class ForwardingTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly EventWindow Always = new(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly WebhookStandIn receiver = new(TestDestinations.WebhookSecret);
    private ForwardingService service = null!;

    public Task InitializeAsync() => receiver.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await service.DisposeAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_stored_arrives_once_signed_and_is_confirmed(StoreKind kind)
    {
        service = await ForwardingService.OnAsync(kind);
        await service.StoreViewsAsync(1, 5);
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(6, 1_200);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 1_200);
        receiver.Refusals.ShouldBeEmpty();
        receiver.Received.Keys.Order().ShouldBe(Enumerable.Range(6, 1_200).Select(number => $"m-{number}").Order());
        receiver.Received.Values.ShouldAllBe(times => times == 1);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_stored_before_is_sent_when_it_is_replayed(StoreKind kind)
    {
        service = await ForwardingService.OnAsync(kind);
        await service.StoreViewsAsync(1, 5);
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(6, 1);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 1);
        (await service.Port.ReplayAsync(destination, new ReplayFilter(Always, DeliveryState.Waiting, null), CancellationToken.None)).ShouldBe(5);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 6);
        (await service.Port.ReplayAsync(destination, new ReplayFilter(Always, DeliveryState.Confirmed, null), CancellationToken.None)).ShouldBe(6);
        await ForwardingService.UntilAsync("all came again", () => Task.FromResult(receiver.Received["m-6"] == 2 && receiver.Received["m-1"] == 2));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(302)]
    [InlineData(429)]
    public async Task A_destination_that_takes_nothing_gets_everything_once_it_does(int status)
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        receiver.Interferes = context =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (status, "http://127.0.0.1:1/");
            return Task.FromResult(true);
        };
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 1_800);
        await using var forwarding = await service.ForwardAsync();
        await ForwardingService.UntilAsync("it says so", async () => (await DetailsAsync(destination)).Trouble == $"http_{status}");
        (await DetailsAsync(destination)).TroubleSince.ShouldNotBeNull();
        // What was not tried stays in the log of events: at most one look's worth of rows.
        (await service.StatesAsync(destination)).Values.Sum().ShouldBeLessThanOrEqualTo(1_000);

        receiver.Interferes = _ => Task.FromResult(false);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 1_800);
        receiver.Received.Count.ShouldBe(1_800);
        await ForwardingService.UntilAsync("it says so no longer", async () => (await DetailsAsync(destination)).Trouble is null);
    }

    [Fact]
    public async Task Who_asks_to_be_left_alone_is()
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        var requests = new List<long>();
        receiver.Interferes = context =>
        {
            lock (requests)
                requests.Add(Stopwatch.GetTimestamp());
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "3");
            return Task.FromResult(requests.Count < 2);
        };
        var destination = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(1, 5);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 5);
        Stopwatch.GetElapsedTime(requests[0], requests[1]).TotalSeconds.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task One_event_that_is_refused_takes_no_other_along_and_can_be_replayed()
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        receiver.Interferes = async context =>
        {
            context.Request.EnableBuffering();
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            context.Request.Body.Position = 0;
            if (!body.Contains("\"m-37\"", StringComparison.Ordinal))
                return false;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return true;
        };
        var destination = await service.AddWebhookAsync(receiver, batchSize: 50);
        await service.StoreViewsAsync(1, 100);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 99);
        (await service.Port.DeliveriesAsync(destination, new DeliveryFilter(DeliveryState.Failed, null, 10), CancellationToken.None))
            .ShouldHaveSingleItem().Reason.ShouldBe("http_400");

        receiver.Interferes = _ => Task.FromResult(false);
        (await service.Port.ReplayAsync(destination, new ReplayFilter(Always, DeliveryState.Failed, "http_401"), CancellationToken.None)).ShouldBe(0);
        (await service.Port.ReplayAsync(destination, new ReplayFilter(Always, DeliveryState.Failed, "http_400"), CancellationToken.None)).ShouldBe(1);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 100);
        receiver.Received["m-37"].ShouldBe(1);
    }

    [Fact]
    public async Task One_event_that_the_destination_fails_at_is_tried_again_by_itself()
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        var isFailing = true;
        receiver.Interferes = async context =>
        {
            context.Request.EnableBuffering();
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            context.Request.Body.Position = 0;
            if (!isFailing || !body.Contains("\"m-37\"", StringComparison.Ordinal))
                return false;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return true;
        };
        var destination = await service.AddWebhookAsync(receiver, batchSize: 1);
        await service.StoreViewsAsync(1, 700);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 699);
        (await service.Port.DeliveriesAsync(destination, new DeliveryFilter(DeliveryState.Waiting, null, 10), CancellationToken.None))
            .ShouldHaveSingleItem().Attempts.ShouldBeGreaterThan(0);
        (await DetailsAsync(destination)).Trouble.ShouldBeNull();

        // Also when it is tried again and again all by itself: what comes then goes at once.
        await ForwardingService.UntilAsync("it is tried by itself", async () =>
            (await service.Port.DeliveriesAsync(destination, new DeliveryFilter(DeliveryState.Waiting, null, 10), CancellationToken.None))[0].Attempts >= 4);
        await service.StoreViewsAsync(701, 5);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 704);
        (await DetailsAsync(destination)).Trouble.ShouldBeNull();
        isFailing = false;
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 705, seconds: 60);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task In_order_nothing_overtakes_what_waits_of_the_same_visitor(StoreKind kind)
    {
        service = await ForwardingService.OnAsync(kind);
        var (requests, isFailing, order) = (0, true, new List<(string Visitor, string Id)>());
        receiver.Interferes = async context =>
        {
            context.Request.EnableBuffering();
            using var json = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
            context.Request.Body.Position = 0;
            var events = json.RootElement.GetProperty("data").EnumerateArray()
                .Select(one => (Visitor: one.GetProperty("visitorId").GetString()!, Id: one.GetProperty("messageId").GetString()!)).ToList();
            // Now and then by itself, and at one of bia's events for as long as the test wants.
            if (++requests % 3 == 2 || (isFailing && events.Any(one => one.Id == "bia-5")))
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return true;
            }

            order.AddRange(events);
            return false;
        };
        var destination = await service.AddWebhookAsync(receiver, batchSize: 20, ordered: true);
        var numbers = Enumerable.Range(1, 40).ToList();
        string[] visitors = ["ana", "bia", "caio"];
        await service.StoreAsync([.. numbers.SelectMany(number => visitors.Select(visitor =>
            TestEvents.PageView(service.HeaderOf($"{visitor}-{number}", visitor) with { Sequence = number })))]);
        await using var forwarding = await service.ForwardAsync();
        // She is held up from there on; the others are not.
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 84, seconds: 60);
        (await service.StatesAsync(destination))[DeliveryState.Waiting].ShouldBe(36);
        isFailing = false;
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 120, seconds: 90);
        foreach (var visitor in order.GroupBy(one => one.Visitor))
            visitor.Select(one => int.Parse(one.Id.Split('-')[1])).ShouldBe(numbers);
    }

    [Fact]
    public async Task Nothing_is_sent_while_it_is_paused_and_all_of_it_afterwards()
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        var destination = await service.AddWebhookAsync(receiver);
        await PauseAsync(destination, true);
        await service.StoreViewsAsync(1, 10);
        var other = await service.AddWebhookAsync(receiver);
        await service.StoreViewsAsync(11, 1);
        await using var forwarding = await service.ForwardAsync();
        await service.BecomesAsync(other, DeliveryState.Confirmed, 1);
        (await service.StatesAsync(destination)).ShouldBeEmpty();
        await PauseAsync(destination, false);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 11);
    }

    [Fact]
    public async Task Of_two_processes_one_forwards_and_the_other_takes_over()
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        var destination = await service.AddWebhookAsync(receiver);
        var first = await service.ForwardAsync();
        await service.StoreViewsAsync(1, 100);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 100);
        await using var second = await service.ForwardAsync(await service.ProcessAsync());
        await service.StoreViewsAsync(101, 100);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 200);
        await first.DisposeAsync();
        await service.StoreViewsAsync(201, 100);
        await service.BecomesAsync(destination, DeliveryState.Confirmed, 300);
        receiver.Received.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Its_secret_is_in_no_table()
    {
        service = await ForwardingService.OnAsync(StoreKind.Sqlite);
        var destination = await service.AddWebhookAsync(receiver);
        await using var db = await service.Store.CreateDbContextAsync();
        var row = await db.Destinations.SingleAsync(one => one.Id == destination.Id);
        var ring = string.Concat(await db.KeyRing.Select(one => one.Xml).ToListAsync());
        (row.Settings + row.Secrets + ring).ShouldNotContain(TestDestinations.WebhookSecret["whsec_".Length..]);
        row.Secrets.ShouldNotBeNullOrEmpty();
        ring.ShouldContain("KeyDecryption");
        ring.ShouldNotContain("masterKey");
    }

    private async Task<DestinationDetails> DetailsAsync(Destination destination) =>
        (await service.Port.FindAsync(service.Shop, destination.Id, CancellationToken.None))!;

    private async Task PauseAsync(Destination destination, bool isPaused) => (await service.Port.ChangeAsync(
        service.Shop, destination.Id, new DestinationChange(null, null, isPaused, null, null), CancellationToken.None)).ShouldNotBeNull();
}
