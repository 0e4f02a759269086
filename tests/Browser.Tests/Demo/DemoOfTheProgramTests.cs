using System.Text.Json;
using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Service;

namespace Tracking.Browser.Tests.Demo;

/// <summary>The whole way: the demo shop in a browser, the program as a process, its reports.</summary>
[Collection(BrowserTests.Name)]
public sealed class DemoOfTheProgramTests(Chromium chromium) : IAsyncLifetime
{
    private TrackingProgram program = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        program = await TrackingProgram.StartAsync();
        visitor = await chromium.NewVisitorAsync();
    }

    public async Task DisposeAsync()
    {
        visitor.Errors.ShouldBeEmpty();
        await visitor.DisposeAsync();
        await program.DisposeAsync();
    }

    [Fact]
    public async Task What_a_visitor_does_in_the_demo_stands_in_the_reports()
    {
        var shop = await DemoPage.OpenAsync(visitor, program.Address);
        await shop.AnsweredAsync("page_view", "202 · anonymised 1");
        await shop.AcceptAsync();
        await shop.BuyAsync("clay-mug");
        await shop.AnsweredAsync("transaction", "202 · accepted");
        await shop.SubscribeAsync("ana@shop.example");
        await shop.AnsweredAsync("form_submit", "202 · accepted");
        var sent = (await shop.SentAsync()).Count;

        var overview = await program.ReportAsync("overview?bots=include", report => Metric(report, "events") == sent);
        Metric(overview, "events").ShouldBe(sent);
        Metric(await program.ReportAsync("overview", _ => true), "events").ShouldBe(0, "a headless browser is a program");
        // Once without an id, before the yes, and once with it.
        Metric(overview, "visitors").ShouldBe(2);
        Metric(overview, "transactions").ShouldBe(1);
        overview.GetProperty("metrics").GetProperty("revenue")[0].GetRawText().ShouldBe("""{"currency":"BRL","amount":59.9}""");
        var events = await program.ReportAsync("breakdown?dimension=event&bots=include", _ => true);
        events.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("value").GetString())
            .ShouldBeSubsetOf(["page_view", "click", "transaction", "form_submit", "custom"]);
        var raw = await program.ReportAsync("events?limit=1000&bots=include", _ => true);
        raw.GetRawText().ShouldNotContain("ana@shop.example");
        raw.GetProperty("events").EnumerateArray().ShouldContain(one =>
            one.GetProperty("type").GetString() == "page_view" && one.GetProperty("consent").GetProperty("anonymised").GetBoolean());
    }

    private static int Metric(JsonElement overview, string name) => overview.GetProperty("metrics").GetProperty(name).GetInt32();
}
