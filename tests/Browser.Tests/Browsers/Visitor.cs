using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Tracking.Browser.Tests.Browsers;

/// <summary>A visitor's browser, and every error that the pages in it met.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<string> errors = [];

    public Visitor(IBrowserContext context)
    {
        Context = context;
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        // Uncaught exceptions and unhandled rejections of all pages.
        context.WebError += (_, error) => errors.Enqueue(error.Error);
    }

    public IBrowserContext Context { get; }

    /// <summary>What was thrown into a page, in order.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>Opens an address in a new tab and waits until it is loaded.</summary>
    public async Task<IPage> OpenAsync(Uri address)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>
    /// Closes the browser's context. Chromium now and then never answers to that while a page of it is on its way to another; the context then
    /// ends with the browser, and says nothing about the script.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        var closing = Context.DisposeAsync().AsTask();
        await Task.WhenAny(closing, Task.Delay(Patience));
        if (closing.IsCompleted)
            await closing;
    }
}

public static class PageContents
{
    /// <summary>The names of all that a page's origin keeps: cookies, local and session storage.</summary>
    public static Task<string[]> KeptAsync(this IPage page) => page.EvaluateAsync<string[]>(
        "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split('; ').filter(Boolean)]");

    /// <summary>The anonymousId that the tracker keeps; <c>null</c>: none.</summary>
    public static Task<string?> KeptAnonymousIdAsync(this IPage page) =>
        page.EvaluateAsync<string?>("() => JSON.parse(localStorage.getItem('tracking') ?? '{}').anonymousId ?? null");

    /// <summary>Calls the tracker as a page does: <c>CallAsync("'track', 'name'")</c>.</summary>
    public static Task CallAsync(this IPage page, string arguments) => page.EvaluateAsync($"() => tracking({arguments})");
}
