using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Tracker;

[Collection(BrowserTests.Name)]
public sealed class DeliveryTests(Chromium chromium) : IAsyncLifetime
{
    private RecordingServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        visitor = await chromium.NewVisitorAsync();
        server.Serve("/page");
    }

    public async Task DisposeAsync()
    {
        await visitor.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory, InlineData(503), InlineData(500), InlineData(429)]
    public async Task What_the_server_could_not_take_is_sent_again_under_the_same_messageId(int status)
    {
        server.AnswerNext(status);
        await visitor.OpenAsync(server.AddressOf("/page"));
        var requests = await server.RequestsAsync(2);

        requests.Select(request => request.Status).ShouldBe([status, 202]);
        requests[1].Events.ShouldHaveSingleItem()["messageId"].ShouldBe(requests[0].Events.ShouldHaveSingleItem()["messageId"]);
        requests[1].Events[0]["timestamp"].ShouldBe(requests[0].Events[0]["timestamp"]);
        requests[1].Body["sentAt"].ShouldNotBe(requests[0].Body["sentAt"]);
        visitor.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_cut_off_on_its_way_is_sent_again_under_the_same_messageId()
    {
        // Twice: the browser itself repeats a request once, unchanged, when a connection that it had kept breaks.
        server.AnswerNext(0);
        server.AnswerNext(0);
        await visitor.OpenAsync(server.AddressOf("/page"));
        await server.EventAsync("page_view");

        server.Requests.Select(request => request.Events.Single()["messageId"]).Distinct().ShouldHaveSingleItem();
        server.Requests.Last().Body["sentAt"].ShouldNotBe(server.Requests.First().Body["sentAt"]);
        visitor.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Retry_After_is_waited_out_across_origins_too()
    {
        server.AnswerNext(503, retryAfter: "3");
        server.Serve("/elsewhere", script: server.AddressAs("collect", "/tracker.js").ToString());
        await visitor.OpenAsync(server.AddressAs("shop", "/elsewhere"));
        var requests = await server.RequestsAsync(2);

        (requests[1].At - requests[0].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.9));
    }

    [Fact]
    public async Task A_refusal_is_final()
    {
        server.AnswerNext(400);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await server.RequestsAsync(1);
        await page.CallAsync("'track', 'next'");
        var requests = await server.RequestsAsync(2);

        requests[1].Events.Select(received => received["type"]).ShouldBe(["custom"]);
    }

    [Fact]
    public async Task Events_go_to_where_the_script_came_from_without_a_preflight()
    {
        server.Serve("/elsewhere", script: server.AddressAs("collect", "/tracker.js").ToString());
        await visitor.OpenAsync(server.AddressAs("shop", "/elsewhere"));
        var view = await server.EventAsync("page_view");

        view["properties.url"].ShouldBe(server.AddressAs("shop", "/elsewhere").ToString());
        Guid.TryParse(view["messageId"], out _).ShouldBeTrue("pages without TLS have no crypto.randomUUID");
        server.OtherMethods.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_can_be_named()
    {
        server.Serve("/named", attributes: "data-endpoint=\"/v1/events?from=tag\"", script: server.AddressAs("cdn", "/tracker.js").ToString());
        await visitor.OpenAsync(server.AddressOf("/named"));

        (await server.RequestsAsync(1))[0].Key.ShouldBe(RecordingServer.WriteKey);
    }

    [Fact]
    public async Task What_waits_when_the_page_is_left_goes_by_beacon()
    {
        server.Serve("/leaving", head: "<script>addEventListener('pagehide', () => tracking('track', 'last'))</script>");
        var page = await visitor.OpenAsync(server.AddressOf("/leaving"));
        await server.EventAsync("page_view");
        await page.GotoAsync("about:blank");
        await server.EventAsync("custom");

        var request = server.Requests.Last();
        request.Mode.ShouldBe("no-cors", "a beacon");
        request.ContentType.ShouldNotBeNull().ShouldStartWith("text/plain");
        request.Key.ShouldBe(RecordingServer.WriteKey);
    }

    [Fact]
    public async Task Calls_made_before_the_script_was_there_are_sent_in_their_order()
    {
        server.Serve("/early", head: """
            <script>
              window.tracking = function () { (tracking.q = tracking.q || []).push(arguments) };
              tracking('track', 'first', { step: 1 });
              tracking('transaction', { orderId: 'A-1', value: 12.5, currency: 'BRL', items: [{ sku: 'lamp', price: 12.5, quantity: 1 }] });
              tracking('page', { title: 'By hand' });
            </script>
            """);
        await visitor.OpenAsync(server.AddressOf("/early"));
        await server.EventAsync(received => received["properties.title"] == "By hand", "the last call");

        var url = server.AddressOf("/early");
        server.Events.Select(received => received["type"]).ShouldBe(["page_view", "custom", "transaction", "page_view"]);
        server.Events[1]["name"].ShouldBe("first");
        server.Events[1]["properties"].ShouldBe($$"""{"url":"{{url}}","step":1}""");
        server.Events[2]["properties"].ShouldBe(
            $$"""{"url":"{{url}}","orderId":"A-1","value":12.5,"currency":"BRL","items":[{"sku":"lamp","price":12.5,"quantity":1}]}""");
    }
}
