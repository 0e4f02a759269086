using Microsoft.Playwright;

namespace Tracking.Browser.Tests.Browsers;

/// <summary>One browser for all tests; each test has a context of its own, which shares nothing with the others.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string PathSetting = "TRACKING_TEST_CHROMIUM";

    // The last one: names ending in .example are this machine, so that a test can have pages of several hosts.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP *.example 127.0.0.1",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        // The machine's own browser in a new, empty profile: nothing is downloaded.
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = FindPath(), Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A visitor with an empty browser.</summary>
    public async Task<Visitor> NewVisitorAsync(BrowserNewContextOptions? options = null) =>
        new(await browser!.NewContextAsync(options).WaitAsync(Patience));

    private static string FindPath()
    {
        string?[] places = [Environment.GetEnvironmentVariable(PathSetting), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No Chromium was found. Install it (Debian: apt-get install chromium), or set {PathSetting} to its path.");
    }
}

/// <summary>The tests that share the browser; one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}
