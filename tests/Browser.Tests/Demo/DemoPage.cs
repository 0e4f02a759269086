using Microsoft.Playwright;
using Tracking.Browser.Tests.Browsers;

namespace Tracking.Browser.Tests.Demo;

/// <summary>The demo shop as a visitor uses it, at whatever address it is served.</summary>
public sealed class DemoPage
{
    private readonly IPage page;

    private DemoPage(IPage page) => this.page = page;

    /// <summary>The events in the panel, the newest first: type, summary and answer in one text.</summary>
    public Task<IReadOnlyList<string>> SentAsync() => page.Locator("#sent-list li summary").AllInnerTextsAsync();

    /// <summary>What the panel says about the decision, the visitor id and what is kept.</summary>
    public async Task<IReadOnlyList<string>> KeptAsync() => await page.Locator(".kept dd").AllInnerTextsAsync();

    public ILocator Banner => page.Locator("#banner");

    public IPage Page => page;

    /// <summary>Opens the shop.</summary>
    /// <param name="visitor">In this visitor's browser.</param>
    /// <param name="site">The address of the service, or of what stands in for it.</param>
    /// <param name="language"><c>en</c> or <c>pt-BR</c>.</param>
    public static async Task<DemoPage> OpenAsync(Visitor visitor, Uri site, string language = "en") =>
        new(await visitor.OpenAsync(new Uri(site, $"/demo?lang={language}")));

    public Task AcceptAsync() => page.ClickAsync("#accept");

    public Task RejectAsync() => page.ClickAsync("#reject");

    public Task SeeAsync(string sku) => page.ClickAsync($"#see-{sku}");

    public async Task BuyAsync(string sku)
    {
        await SeeAsync(sku);
        await page.ClickAsync("#buy");
    }

    public async Task SubscribeAsync(string email)
    {
        await page.FillAsync("#newsletter [name=email]", email);
        await page.ClickAsync("#newsletter button");
    }

    /// <summary>Waits until the panel shows an event of this type with an answer that holds this text.</summary>
    public Task AnsweredAsync(string type, string answer) =>
        page.Locator("#sent-list li", new() { Has = page.Locator($".type.{type}") })
            .Filter(new() { Has = page.Locator(".result", new() { HasText = answer }) }).First.WaitForAsync();
}
