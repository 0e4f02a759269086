using Tracking.Browser.Tests.Browsers;
using Tracking.Browser.Tests.Collecting;

namespace Tracking.Browser.Tests.Tracker;

[Collection(BrowserTests.Name)]
public sealed class FormTests(Chromium chromium) : IAsyncLifetime
{
    private const string Secret = "typed-secret";

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
    public async Task A_submission_is_sent_with_its_form_and_number_of_fields_and_without_any_value()
    {
        // Fields named "id" and "name" hide the form's own properties of these names.
        server.Serve("/page", """
            <form id="order" name="checkout" action="/done" method="post">
              <input name="id"><input name="name" type="email"><input type="password" name="password"><textarea name="note"></textarea>
              <select name="size"><option>typed-secret</select><input type="hidden" name="token" value="typed-secret"><button>Send</button>
            </form>
            """);
        server.Serve("/done");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.FillAsync("[name=id]", Secret);
        await page.FillAsync("[name=name]", Secret + "@shop.example");
        await page.FillAsync("[name=password]", Secret);
        await page.FillAsync("[name=note]", Secret);
        await page.ClickAsync("button");
        var submit = await server.EventAsync("form_submit");
        await page.WaitForURLAsync(server.AddressOf("/done").ToString());

        submit["properties"].ShouldBe(
            $$$"""{"url":"{{{server.AddressOf("/page")}}}","form":{"id":"order","name":"checkout"},"fieldCount":5,"outcome":"submitted"}""");
        server.Requests.ShouldAllBe(request => !request.Body.ToString().Contains(Secret, StringComparison.Ordinal));
        visitor.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a click", "")]
    [InlineData("the Enter key", "")]
    [InlineData("a click", "novalidate")]
    public async Task An_attempt_that_an_invalid_field_stops_is_sent_once_as_invalid(string by, string attribute)
    {
        server.Serve("/page", $"""<form id="f" {attribute} onsubmit="return false"><input id="a" required><input required type="email"><button>Send</button></form>""");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await (by == "a click" ? page.ClickAsync("button") : page.PressAsync("#a", "Enter"));
        await page.CallAsync("'track', 'end'");
        await server.EventAsync("custom");

        server.Events.Where(received => received["type"] == "form_submit").ShouldHaveSingleItem()["properties.outcome"].ShouldBe("invalid");
    }

    [Fact]
    public async Task A_check_that_a_script_makes_is_no_attempt()
    {
        server.Serve("/page", """<form id="f"><input required></form>""");
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.WaitForTimeoutAsync(600);
        await page.EvaluateAsync("() => document.getElementById('f').checkValidity()");
        await page.CallAsync("'track', 'end'");
        await server.EventAsync("custom");

        server.Events.ShouldNotContain(received => received["type"] == "form_submit");
    }

    [Fact]
    public async Task A_form_without_id_and_name_is_sent_with_neither_and_a_private_one_not_at_all()
    {
        server.Serve("/page", """
            <form onsubmit="return false"><input type="search"><button>Search</button></form>
            <form data-no-track onsubmit="return false"><button>Private</button></form>
            """);
        var page = await visitor.OpenAsync(server.AddressOf("/page"));
        await page.ClickAsync("text=Private");
        await page.ClickAsync("text=Search");
        var submit = await server.EventAsync("form_submit");

        submit["properties.form"].ShouldBe("{}");
        server.Events.Count(received => received["type"] == "form_submit").ShouldBe(1);
    }
}
