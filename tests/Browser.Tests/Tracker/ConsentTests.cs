using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Tracker;

[Collection(BrowserTests.Name)]
public sealed class ConsentTests(Chromium chromium) : IAsyncLifetime
{
    private const string Stub = "<script>window.tracking = function () { (tracking.q = tracking.q || []).push(arguments) };</script>";

    private RecordingServer server = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        visitor = await chromium.NewVisitorAsync();
        server.Serve("/page", "<button>Go</button><form id=f onsubmit='return false'><input name=a><button id=send>Send</button></form>");
    }

    public async Task DisposeAsync()
    {
        await visitor.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory, InlineData(null), InlineData("{ analytics: false, marketing: true }"), InlineData("{ marketing: true, personalization: true }")]
    public async Task Without_a_yes_to_analytics_nothing_is_kept_and_no_anonymousId_is_sent(string? decision)
    {
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        if (decision is not null)
            await page.CallAsync($"'consent', {decision}");
        await page.ClickAsync("button >> nth=0");
        await page.ClickAsync("#send");
        await page.CallAsync("'track', 'end'");
        await server.EventAsync("custom");

        server.Events.Select(received => received["type"]).ShouldBe(["page_view", "click", "click", "form_submit", "custom"]);
        server.Events.ShouldAllBe(received => received["anonymousId"] == null && received["userId"] == null);
        (await page.KeptAsync()).ShouldBeEmpty();
        (await visitor.Context.CookiesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_a_decision_none_is_sent_and_a_refusal_is_sent_as_one()
    {
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.CallAsync("'track', 'before'");
        await page.CallAsync("'consent', { analytics: false }");
        await page.CallAsync("'track', 'after'");

        (await server.EventAsync(received => received["name"] == "before", "before"))["context.consent"].ShouldBeNull();
        (await server.EventAsync(received => received["name"] == "after", "after"))["context.consent"].ShouldBe("""{"analytics":false}""");
    }

    [Fact]
    public async Task After_a_yes_an_anonymousId_is_kept_and_sent_with_the_decision()
    {
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.CallAsync("'consent', { analytics: true, marketing: false }");
        await page.CallAsync("'track', 'after'");
        var after = await server.EventAsync("custom");

        Guid.TryParse(after["anonymousId"], out _).ShouldBeTrue();
        after["context.consent"].ShouldBe("""{"analytics":true,"marketing":false}""");
        (await page.KeptAnonymousIdAsync()).ShouldBe(after["anonymousId"]);
        (await page.KeptAsync()).ShouldBe(["tracking"]);
    }

    [Fact]
    public async Task The_next_page_sends_the_same_anonymousId_and_decision_from_its_first_event()
    {
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.CallAsync("'consent', { analytics: true }");
        var id = await page.KeptAnonymousIdAsync();
        await page.GotoAsync(server.Serve("/next").ToString());
        var view = await server.EventAsync(received => received["properties.url"]!.EndsWith("/next", StringComparison.Ordinal), "the next page");

        view["anonymousId"].ShouldBe(id);
        view["context.consent"].ShouldBe("""{"analytics":true}""");
    }

    [Fact]
    public async Task A_page_that_knows_the_decision_says_it_before_the_script_is_there()
    {
        server.Serve("/known", head: Stub + "<script>tracking('consent', { analytics: true }); tracking('track', 'early');</script>");
        await visitor.OpenAsync(server.AddressOf("/known"));
        await server.EventAsync("custom");

        server.Events.Select(received => received["type"]).ShouldBe(["page_view", "custom"]);
        server.Events.ShouldAllBe(received => received["anonymousId"] != null && received["context.consent.analytics"] == "true");
    }

    [Fact]
    public async Task Withdrawing_removes_what_was_kept_and_sends_no_anonymousId_any_more()
    {
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.CallAsync("'consent', { analytics: true }");
        await page.CallAsync("'consent', { analytics: false }");
        await page.CallAsync("'track', 'after'");
        var after = await server.EventAsync("custom");

        after["anonymousId"].ShouldBeNull();
        after["context.consent"].ShouldBe("""{"analytics":false}""");
        (await page.KeptAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_withdrawal_in_one_tab_holds_in_the_other()
    {
        var one = await visitor.OpenAsync(server.AddressOf("/page"));
        await one.CallAsync("'consent', { analytics: true }");
        var other = await visitor.OpenAsync(server.AddressOf("/page"));
        await one.CallAsync("'consent', { analytics: false }");
        await other.WaitForFunctionAsync("() => { let known; tracking('consent', decision => { known = decision }); return !known; }");
        await other.CallAsync("'track', 'other'");

        (await server.EventAsync("custom"))["anonymousId"].ShouldBeNull();
        (await other.KeptAsync()).ShouldBeEmpty();
    }

    [Theory, InlineData(true, "true"), InlineData(false, null)]
    public async Task Global_Privacy_Control_is_sent_when_it_is_on(bool on, string? sent)
    {
        await visitor.Context.AddInitScriptAsync($"Object.defineProperty(navigator, 'globalPrivacyControl', {{ value: {(on ? "true" : "false")} }})");
        await visitor.OpenAsync(server.AddressOf("/page"));
        var requests = await server.RequestsAsync(1);

        requests[0].Body["context.gpc"].ShouldBe(sent);
    }

    [Fact]
    public async Task On_an_opt_out_site_an_anonymousId_is_kept_until_it_is_refused_and_the_refusal_is_remembered()
    {
        server.Serve("/opt-out", attributes: "data-site-consent=\"opt-out\"");
        var page = await visitor.OpenAsync(server.AddressOf("/opt-out"));
        var first = await server.EventAsync("page_view");
        first["anonymousId"].ShouldNotBeNull();
        first["context.consent"].ShouldBeNull();

        await page.CallAsync("'consent', { analytics: false }");
        (await page.KeptAnonymousIdAsync()).ShouldBeNull();
        await page.ReloadAsync();
        await page.CallAsync("'track', 'end'");

        (await server.EventAsync("custom"))["anonymousId"].ShouldBeNull();
        (await page.KeptAnonymousIdAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_user_is_named_only_once_consent_is_there()
    {
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.CallAsync("'identify', 'user-7', { plan: 'free' }");
        await page.CallAsync("'track', 'before'");
        await server.EventAsync("custom");
        await page.CallAsync("'consent', { analytics: true }");
        var identify = await server.EventAsync("identify");

        identify["userId"].ShouldBe("user-7");
        identify["properties.traits"].ShouldBe("""{"plan":"free"}""");
        server.Events.Where(received => received["userId"] is not null).ShouldBe([identify]);
    }
}
