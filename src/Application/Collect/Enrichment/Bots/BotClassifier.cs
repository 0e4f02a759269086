using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>
/// Classifies user agents by the kept list and by marks of browsers that programs drive. What is kept of one says the same as the whole, so
/// that a stored event is classified anew as it would be today.
/// </summary>
public sealed class BotClassifier
{
    private const int MostRemembered = 4_096;

    /// <summary>What the list does not need to say: such browsers name themselves.</summary>
    private static readonly BotPattern[] HeadlessMarks =
    [
        .. new[] { "Headless", "PhantomJS", "Puppeteer", "Playwright", "Selenium", "WebDriver", "SlimerJS", "jsdom" }
            .Select(mark => new BotPattern(mark, BotSignals.Headless)),
    ];

    private readonly IBotPatternSource source;
    private readonly Lazy<BotPatterns> patterns;

    private readonly RecentlyAsked<(string UserAgent, bool AsksForPages), (ReducedUserAgent? Kept, BotSignals Signals)> known = new(MostRemembered);

    /// <summary>Begins to read the list.</summary>
    public BotClassifier(IBotPatternSource source)
    {
        this.source = source;
        patterns = new(() => new BotPatterns([.. HeadlessMarks, .. source.Read()]));
        _ = Task.Run(() => patterns.Value);
    }

    /// <inheritdoc cref="IBotPatternSource.Problem"/>
    public string? Problem => source.Problem;

    /// <summary>
    /// What is kept of a user agent as sent, and what it speaks for. Where the reduced text speaks for something else (a crawler that is
    /// known by its mail address), nothing is kept, and the event stays as it is judged.
    /// </summary>
    public (ReducedUserAgent? Kept, BotSignals Signals) Of(string userAgent, bool asksForPages)
    {
        if (known.TryGet((userAgent, asksForPages), out var found))
            return found;
        var reduced = new ReducedUserAgent(UserAgentReduction.Reduce(userAgent), asksForPages);
        var signals = Of(userAgent, asksForPages, patterns.Value);
        found = (Of(reduced) == signals ? reduced : null, signals);
        known.Remember((userAgent, asksForPages), found);
        return found;
    }

    /// <summary>What a kept user agent speaks for.</summary>
    public BotSignals Of(ReducedUserAgent userAgent) => Of(userAgent.Text, userAgent.AsksForPages, patterns.Value);

    // A library that posts events says who sends them, and not who visits; one that asks for pages is a visitor.
    private static BotSignals Of(string text, bool asksForPages, BotPatterns patterns) =>
        asksForPages ? patterns.Of(text) : patterns.Of(text) & ~BotSignals.Library;
}
