using Microsoft.Playwright;
using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Tracker;

[Collection(BrowserTests.Name)]
public sealed class PageViewTests(Chromium chromium) : IAsyncLifetime
{
    private RecordingServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        visitor = await chromium.NewVisitorAsync(new BrowserNewContextOptions
        {
            Locale = "pt-BR",
            TimezoneId = "America/Sao_Paulo",
            ScreenSize = new ScreenSize { Width = 1600, Height = 900 },
        });
    }

    public async Task DisposeAsync()
    {
        await visitor.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_loaded_page_sends_one_page_view_in_the_contracts_shape()
    {
        var address = server.Serve("/products/lamp", title: "Lamp");
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        await visitor.OpenAsync(new Uri(address + "?utm_source=letter#top"));
        var view = await server.EventAsync("page_view");

        view.Names.ShouldBe(["type", "messageId", "timestamp", "properties", "context"], ignoreOrder: true);
        Guid.TryParse(view["messageId"], out _).ShouldBeTrue();
        DateTimeOffset.Parse(view["timestamp"]!).ShouldBeInRange(before, DateTimeOffset.UtcNow.AddSeconds(1));
        view["properties"].ShouldBe($$"""{"url":"{{address}}?utm_source=letter#top","title":"Lamp"}""");
        view["context"].ShouldBe($$$"""{"page":{"url":"{{{address}}}?utm_source=letter#top","title":"Lamp"}}""");

        var request = server.Requests.ShouldHaveSingleItem();
        request.Key.ShouldBe(RecordingServer.WriteKey);
        request.ContentType.ShouldNotBeNull().ShouldStartWith("text/plain");
        request.Events.Count.ShouldBe(1);
        request.Body.Names.ShouldBe(["sentAt", "context", "events"]);
        DateTimeOffset.Parse(request.Body["sentAt"]!).ShouldBeGreaterThanOrEqualTo(DateTimeOffset.Parse(view["timestamp"]!));
        request.Body["context"].ShouldBe("""{"locale":"pt-BR","timezone":"America/Sao_Paulo","screen":{"width":1600,"height":900}}""");
        visitor.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_reached_by_a_link_names_the_page_before_as_referrer()
    {
        server.Serve("/first", """<a href="/second">On</a>""");
        server.Serve("/second");

        var page = await visitor.OpenAsync(server.AddressOf("/first"));
        await page.ClickAsync("a");
        var view = await server.EventAsync(received => received["properties.url"] == server.AddressOf("/second").ToString(), "the second page");

        view["properties.referrer"].ShouldBe(server.AddressOf("/first").ToString());
    }

    [Theory, InlineData("pushState"), InlineData("replaceState")]
    public async Task A_new_path_in_a_single_page_application_is_a_page_view_with_the_title_that_follows(string method)
    {
        var page = await visitor.OpenAsync(server.Serve("/app"));
        await page.EvaluateAsync($"() => {{ history.{method}({{}}, '', '/app/orders?page=2'); document.title = 'Orders'; }}");
        var view = await server.EventAsync(received => received["properties.title"] == "Orders", "the second view");

        view["type"].ShouldBe("page_view");
        view["properties.url"].ShouldBe(server.AddressOf("/app/orders?page=2").ToString());
        view["properties.referrer"].ShouldBe(server.AddressOf("/app").ToString());
    }

    [Fact]
    public async Task Going_back_in_a_single_page_application_is_a_page_view()
    {
        var page = await visitor.OpenAsync(server.Serve("/app"));
        await page.EvaluateAsync("() => history.pushState({}, '', '/app/orders')");
        await server.EventAsync(received => received["properties.url"]!.EndsWith("/app/orders", StringComparison.Ordinal), "the view forward");
        await page.GoBackAsync();

        var view = await server.EventAsync(received => received["properties.referrer"]?.EndsWith("/app/orders", StringComparison.Ordinal) == true, "the view back");
        view["properties.url"].ShouldBe(server.AddressOf("/app").ToString());
    }

    [Fact]
    public async Task A_change_of_query_or_fragment_alone_is_no_page_view()
    {
        var page = await visitor.OpenAsync(server.Serve("/app"));
        await page.EvaluateAsync("() => { history.pushState({}, '', '?sort=price'); history.replaceState({}, '', '#more'); location.hash = 'less'; }");
        await page.EvaluateAsync("() => history.pushState({}, '', '/end')");
        await server.EventAsync(received => received["properties.url"]!.EndsWith("/end", StringComparison.Ordinal), "the last view");

        server.Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_page_that_comes_back_from_the_cache_is_viewed_again()
    {
        var page = await visitor.OpenAsync(server.Serve("/page"));
        await server.EventAsync("page_view");
        await page.EvaluateAsync("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        await server.RequestsAsync(2);

        server.Events.Select(received => received["type"]).ShouldBe(["page_view", "page_view"]);
    }

    [Fact]
    public async Task A_script_that_is_included_twice_counts_once()
    {
        var page = await visitor.OpenAsync(server.Serve("/page", $"""<script src="/tracker.js" data-key="{RecordingServer.WriteKey}"></script>"""));
        await page.CallAsync("'track', 'end'");
        await server.EventAsync("custom");

        server.Events.Count(received => received["type"] == "page_view").ShouldBe(1);
    }

    [Fact]
    public async Task A_script_without_a_key_does_nothing()
    {
        server.Serve("/page", "<script>document.currentScript.dataset</script>", script: "/none.js");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.EvaluateAsync("() => new Promise(done => { document.querySelector('[data-key]').remove(); const s = document.createElement('script'); s.src = '/tracker.js'; s.onload = done; document.head.append(s); })");

        (await page.EvaluateAsync<string>("() => typeof window.tracking")).ShouldBe("undefined");
        visitor.Errors.ShouldBeEmpty();
    }
}
