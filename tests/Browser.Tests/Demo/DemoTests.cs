using System.Collections.Concurrent;
using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Demo;

[Collection(BrowserTests.Name)]
public sealed class DemoTests(Chromium chromium) : IAsyncLifetime
{
    private RecordingServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        visitor = await chromium.NewVisitorAsync();
    }

    public async Task DisposeAsync()
    {
        visitor.Errors.ShouldBeEmpty();
        await visitor.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_purchase_is_sent_as_a_transaction_and_the_panel_shows_the_answer()
    {
        var shop = await DemoPage.OpenAsync(visitor, server.Address);
        await shop.AcceptAsync();
        await shop.BuyAsync("clay-mug");
        await shop.AnsweredAsync("transaction", "202 · accepted");
        var transaction = await server.EventAsync("transaction");

        server.Requests.ShouldAllBe(request => request.Key == RecordingServer.WriteKey);
        transaction["properties.value"].ShouldBe("59.9");
        transaction["properties.currency"].ShouldBe("BRL");
        transaction["properties.url"].ShouldBe(server.AddressOf("/demo/products/clay-mug?lang=en").ToString());
        transaction["properties.items"].ShouldBe("""[{"sku":"clay-mug","name":"Clay mug","category":"kitchen","price":59.9,"quantity":1}]""");
        (await shop.SentAsync()).Count.ShouldBe(server.Events.Count);
    }

    [Fact]
    public async Task Nothing_is_kept_until_the_banner_is_accepted_and_refusing_is_as_easy()
    {
        var shop = await DemoPage.OpenAsync(visitor, server.Address);
        await shop.AnsweredAsync("page_view", "202 · anonymised 1");
        var accept = (await shop.Page.Locator("#accept").BoundingBoxAsync())!;
        var reject = (await shop.Page.Locator("#reject").BoundingBoxAsync())!;
        (accept.Width, accept.Height, accept.Y).ShouldBe((reject.Width, reject.Height, reject.Y));

        await shop.RejectAsync();
        (await shop.Banner.IsVisibleAsync()).ShouldBeFalse();
        (await shop.KeptAsync()).ShouldBe(["rejected", "none", "nothing"]);
        (await shop.Page.KeptAsync()).ShouldBeEmpty();

        await shop.Page.ClickAsync("#privacy");
        await shop.AcceptAsync();
        (await shop.KeptAsync()).ShouldBe(["accepted", (await shop.Page.KeptAnonymousIdAsync())!, "tracking"]);
    }

    [Fact]
    public async Task A_decision_to_accept_is_remembered_when_the_shop_is_opened_again()
    {
        var shop = await DemoPage.OpenAsync(visitor, server.Address);
        await shop.AcceptAsync();
        await shop.Page.ReloadAsync();
        await shop.AnsweredAsync("page_view", "202 · accepted 1");

        (await shop.Banner.IsVisibleAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task The_newsletter_sends_that_it_was_submitted_and_not_the_address()
    {
        var shop = await DemoPage.OpenAsync(visitor, server.Address);
        await shop.RejectAsync();
        await shop.SubscribeAsync("ana@shop.example");
        await shop.AnsweredAsync("form_submit", "202");

        (await server.EventAsync("form_submit"))["properties.form.id"].ShouldBe("newsletter");
        server.Requests.ShouldAllBe(request => !request.Body.ToString().Contains("ana@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_product_is_a_page_view_of_its_own_and_its_address_can_be_opened()
    {
        var shop = await DemoPage.OpenAsync(visitor, server.Address);
        await shop.RejectAsync();
        await shop.SeeAsync("ipe-lamp");
        await server.EventAsync(received => received["properties.title"] == "Ipê table lamp · Casa Ipê", "the product's page view");
        await shop.Page.ReloadAsync();

        (await shop.Page.Locator("h1").InnerTextAsync()).ShouldBe("Ipê table lamp");
    }

    [Fact]
    public async Task The_shop_speaks_English_and_Portuguese_and_changing_is_no_page_view()
    {
        var shop = await DemoPage.OpenAsync(visitor, server.Address);
        await shop.RejectAsync();
        await shop.AnsweredAsync("page_view", "202 · anonymised 1");
        await shop.Page.ClickAsync("[data-language=pt-BR]");
        await shop.AnsweredAsync("page_view", "202 · anonimizados 1");

        (await shop.Page.Locator("h1").InnerTextAsync()).ShouldBe("Coisas para uma casa sem pressa");
        (await shop.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe("pt-BR");
        await shop.SeeAsync("clay-mug");
        (await shop.Page.Locator("#buy").InnerTextAsync()).ShouldBe("Comprar");
        (await shop.Page.Locator("[data-text]:text-is('')").CountAsync()).ShouldBe(0);
        await shop.AnsweredAsync("click", "202");
        server.Events.Count(received => received["type"] == "page_view").ShouldBe(2);
    }

    [Fact]
    public async Task What_could_not_be_taken_is_shown_and_then_its_second_answer()
    {
        server.AnswerNext(503, retryAfter: "1");
        var shop = await DemoPage.OpenAsync(visitor, server.Address);

        await shop.AnsweredAsync("page_view", "503");
        await shop.AnsweredAsync("page_view", "202");
        (await shop.SentAsync()).Count.ShouldBe(1);
    }

    [Theory, InlineData(1440), InlineData(900), InlineData(390), InlineData(320)]
    public async Task The_shop_fits_its_window_and_loads_nothing_from_elsewhere(int width)
    {
        ConcurrentQueue<string> hosts = [];
        visitor.Context.Request += (_, request) => hosts.Enqueue(new Uri(request.Url).Authority);
        var shop = await DemoPage.OpenAsync(visitor, server.Address, "pt-BR");
        await shop.Page.SetViewportSizeAsync(width, 800);
        await shop.AcceptAsync();

        (await shop.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        hosts.Distinct().Where(host => host.Length > 0).ShouldBe([server.Address.Authority]);
    }
}
