using Microsoft.Playwright;
using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Tracker;

/// <summary>Browsers and pages that refuse what the tracker would like to use: it makes do, and the page notices nothing.</summary>
[Collection(BrowserTests.Name)]
public sealed class HostilePageTests(Chromium chromium) : IAsyncLifetime
{
    private const string Body = """<button>Go</button><form id="f" onsubmit="return false"><input name="a"><button id="send">Send</button></form>""";

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

    [Fact]
    public async Task Where_storage_is_refused_events_are_sent_and_an_anonymousId_holds_as_long_as_the_page()
    {
        // A sandboxed page has no origin, and the browser throws at the very mention of its storage.
        server.Serve("/page", Body, policy: "sandbox allow-scripts allow-forms");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await Should.ThrowAsync<PlaywrightException>(page.EvaluateAsync("() => localStorage.length"));
        await UseEverythingAsync(page);
        await server.EventAsync("custom");

        var ids = server.Events.Where(received => received["context.consent"] is not null).Select(received => received["anonymousId"]).Distinct().ToList();
        ids.ShouldHaveSingleItem().ShouldNotBeNull();
        visitor.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_every_request_is_blocked_nothing_is_thrown_into_the_page()
    {
        server.Serve("/page", Body, policy: "connect-src 'none'");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await UseEverythingAsync(page);
        // Past the first tries.
        await page.WaitForTimeoutAsync(2_500);
        await page.GotoAsync("about:blank");

        server.Requests.ShouldBeEmpty();
        visitor.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Once_the_network_is_back_what_waited_is_sent()
    {
        server.Serve("/page", Body);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await server.EventAsync("page_view");
        await visitor.Context.SetOfflineAsync(true);
        await page.CallAsync("'track', 'offline'");
        await page.WaitForTimeoutAsync(500);
        server.Events.Count.ShouldBe(1);
        await visitor.Context.SetOfflineAsync(false);

        await server.EventAsync("custom");
        visitor.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("navigator.sendBeacon = undefined")]
    [InlineData("navigator.sendBeacon = () => { throw new Error('blocked') }")]
    [InlineData("navigator.sendBeacon = () => false")]
    [InlineData("{ const real = fetch; window.fetch = (url, init) => init.keepalive ? Promise.reject(new TypeError('keepalive')) : real(url, init) }")]
    [InlineData("crypto.randomUUID = undefined; AbortSignal.timeout = undefined")]
    [InlineData("Intl.DateTimeFormat = () => { throw new Error('blocked') }; Object.defineProperty(window, 'screen', { get() { throw new Error('blocked') } })")]
    [InlineData("Object.freeze(history); Object.freeze(History.prototype)")]
    public async Task What_a_browser_lacks_is_done_without(string lack)
    {
        await visitor.Context.AddInitScriptAsync(lack);
        server.Serve("/page", Body);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await UseEverythingAsync(page);
        await page.GotoAsync("about:blank");
        await server.EventAsync("custom");

        server.Events.Select(received => received["type"]).Distinct().ShouldBe(["page_view", "click", "form_submit", "custom"]);
        visitor.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("delete window.fetch; window.fetch = undefined; navigator.sendBeacon = undefined")]
    [InlineData("window.fetch = () => { throw new Error('blocked') }; navigator.sendBeacon = () => { throw new Error('blocked') }")]
    [InlineData("Object.defineProperty(window, 'crypto', { get() { throw new Error('blocked') } })")]
    [InlineData("JSON.stringify = () => { throw new Error('blocked') }")]
    [InlineData("Object.defineProperty(window, 'tracking', { value: 'taken', writable: false })")]
    public async Task Where_nothing_can_be_sent_nothing_is_thrown_either(string lack)
    {
        await visitor.Context.AddInitScriptAsync(lack);
        server.Serve("/page", Body);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.ClickAsync("button >> nth=0");
        await page.ClickAsync("#send");
        await page.EvaluateAsync("() => { history.pushState({}, '', '/other'); if (typeof tracking === 'function') tracking('track', 'x'); }");
        await page.WaitForTimeoutAsync(500);
        await page.GotoAsync("about:blank");

        visitor.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_watch_sees_what_a_page_throws()
    {
        server.Serve("/page", "<script>setTimeout(() => { throw new Error('thrown') }); Promise.reject(new Error('rejected'))</script>");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.WaitForTimeoutAsync(300);

        visitor.Errors.Count.ShouldBe(2);
    }

    private static async Task UseEverythingAsync(IPage page)
    {
        await page.CallAsync("'consent', { analytics: true }");
        await page.ClickAsync("button >> nth=0");
        await page.ClickAsync("#send");
        await page.CallAsync("'track', 'end'");
    }
}
