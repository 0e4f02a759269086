using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Tracker;

[Collection(BrowserTests.Name)]
public sealed class ClickTests(Chromium chromium) : IAsyncLifetime
{
    // Keeps the links from being followed; the tracker must not mind.
    private const string Stay = "<script>addEventListener('click', event => event.preventDefault())</script>";

    private RecordingServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        visitor = await chromium.NewVisitorAsync();
    }

    public async Task DisposeAsync()
    {
        await visitor.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("""<a href="http://shop.example/about">About  us</a>""", "link", """{"tag":"a","text":"About us","href":"http://shop.example/about"}""")]
    [InlineData("""<a id="out" href="https://elsewhere.example/x">Out</a>""", "outbound", """{"tag":"a","id":"out","text":"Out","href":"https://elsewhere.example/x"}""")]
    [InlineData("""<a href="https://cdn.example/guide.pdf">Guide</a>""", "download", """{"tag":"a","text":"Guide","href":"https://cdn.example/guide.pdf"}""")]
    [InlineData("""<a download href="http://shop.example/export">Export</a>""", "download", """{"tag":"a","text":"Export","href":"http://shop.example/export"}""")]
    [InlineData("""<a href="mailto:hello@shop.example">Write</a>""", "mailto", """{"tag":"a","text":"Write","href":"mailto:hello@shop.example"}""")]
    [InlineData("""<a href="tel:+5511900000000">Call</a>""", "tel", """{"tag":"a","text":"Call","href":"tel:+5511900000000"}""")]
    [InlineData("""<button id="buy"><b>Buy</b> now</button>""", "element", """{"tag":"button","id":"buy","text":"Buy now"}""")]
    [InlineData("""<button aria-label="Close">×</button>""", "element", """{"tag":"button","text":"×"}""")]
    [InlineData("""<div data-track="teaser">Read on</div>""", "element", """{"tag":"div","id":"teaser","text":"Read on"}""")]
    [InlineData("""<a href="javascript:void 0">Menu</a>""", "element", """{"tag":"a","text":"Menu"}""")]
    public async Task A_click_says_what_was_clicked_and_where_it_leads(string markup, string kind, string element)
    {
        server.Serve("/page", markup + Stay);
        var address = server.AddressAs("shop", "/page");
        var page = await visitor.OpenAsync(address);
        // The innermost element, as a finger does.
        await page.Locator("body > :first-child :scope, body > :first-child").Last.ClickAsync();
        var click = await server.EventAsync("click");

        click["properties.url"].ShouldBe(address.ToString());
        click["properties.kind"].ShouldBe(kind);
        click["properties.element"].ShouldBe(element);
        visitor.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<p>Just text</p>")]
    [InlineData("""<div data-no-track><button>Private</button></div>""")]
    [InlineData("""<input type="text">""")]
    [InlineData("""<label>Name <input></label>""")]
    public async Task A_click_on_anything_else_is_none(string markup)
    {
        server.Serve("/page", markup);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.ClickAsync("body > :first-child >> :scope");
        await page.EvaluateAsync("() => document.querySelector('body').click()");
        await page.CallAsync("'track', 'end'");
        await server.EventAsync("custom");

        server.Events.ShouldNotContain(received => received["type"] == "click");
    }

    [Theory]
    [InlineData("""<div data-track="card"><input id="target" value="secret"></div>""")]
    [InlineData("""<div data-track="card"><textarea id="target">secret</textarea></div>""")]
    [InlineData("""<div data-track="card" contenteditable id="target">secret</div>""")]
    [InlineData("""<input type="submit" id="target" value="secret">""")]
    public async Task What_was_entered_is_never_taken_for_an_elements_text(string markup)
    {
        server.Serve("/page", markup);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.ClickAsync("#target");
        var click = await server.EventAsync("click");

        click["properties.element.text"].ShouldBeNull();
        server.Requests.ShouldAllBe(request => !request.Body.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_click_inside_an_open_shadow_root_is_seen()
    {
        server.Serve("/page", "<div id=host></div><script>document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<button id=inner>Inside</button>'</script>");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.ClickAsync("#inner");

        (await server.EventAsync("click"))["properties.element"].ShouldBe("""{"tag":"button","id":"inner","text":"Inside"}""");
    }

    [Fact]
    public async Task A_middle_click_on_a_link_counts_and_a_scripts_click_does_not()
    {
        server.Serve("/page", """<a id="scripted" href="#a">A</a><a id="middle" href="#b">B</a>""" + Stay);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.EvaluateAsync("() => document.getElementById('scripted').click()");
        await page.ClickAsync("#middle", new() { Button = Microsoft.Playwright.MouseButton.Middle });
        await server.EventAsync("click");

        server.Events.Where(received => received["type"] == "click").Select(received => received["properties.element.id"]).ShouldBe(["middle"]);
    }

    [Fact]
    public async Task The_click_that_leaves_the_page_is_not_lost()
    {
        server.Serve("/page", """<a href="/next">Next</a>""");
        server.Serve("/next");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await server.EventAsync("page_view");
        await page.ClickAsync("a");

        (await server.EventAsync("click"))["properties.element.text"].ShouldBe("Next");
        server.Requests.Single(request => request.Events.Any(received => received["type"] == "click")).Mode.ShouldBe("no-cors", "a beacon");
    }
}
