using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>
/// Classifies user agents by the kept list, by marks of browsers that programs drive, and by what programs have in common. What is kept of
/// one says the same as the whole, so that a stored event is classified anew as it would be today.
/// </summary>
public sealed class BotClassifier
{
    private const int MostRemembered = 4_096;

    /// <summary>What the list does not need to say: such browsers name themselves.</summary>
    private static readonly BotPattern[] HeadlessMarks =
    [
        .. new[]
            {
                "Headless", "PhantomJS", "Puppeteer", "Playwright", "Selenium", "WebDriver", "SlimerJS", "jsdom", @"Cypress\/", "Prerender",
            }
            .Select(mark => new BotPattern(mark, BotSignals.Headless)),
    ];

    private readonly IBotPatternSource source;
    private readonly IUserAgentRules rules;
    private readonly Lazy<BotPatterns> patterns;

    private readonly RecentlyAsked<(string UserAgent, bool AsksForPages), (ReducedUserAgent? Kept, BotSignals Signals)> known = new(MostRemembered);

    /// <summary>Begins to read the list.</summary>
    public BotClassifier(IBotPatternSource source, IUserAgentRules rules)
    {
        this.source = source;
        this.rules = rules;
        patterns = new(() => new BotPatterns([.. HeadlessMarks, .. source.Read()]));
        _ = Task.Run(() => patterns.Value);
    }

    /// <summary>What is wrong with what it judges by, and what to do, in one sentence for the operator; <c>null</c>: nothing is.</summary>
    public string? Problem => source.Problem ?? rules.Problem;

    /// <summary>
    /// What is kept of a user agent as sent, and what it speaks for. Where the reduced text speaks for something else (a crawler that is
    /// known by its mail address), nothing is kept, and the event stays as it is judged.
    /// </summary>
    public (ReducedUserAgent? Kept, BotSignals Signals) Of(string userAgent, bool asksForPages)
    {
        if (known.TryGet((userAgent, asksForPages), out var found))
            return found;
        var reduced = new ReducedUserAgent(UserAgentReduction.Reduce(userAgent), asksForPages);
        var signals = Judge(userAgent, asksForPages);
        found = (reduced.Text == userAgent || Of(reduced) == signals ? reduced : null, signals);
        known.Remember((userAgent, asksForPages), found);
        return found;
    }

    /// <summary>What a kept user agent speaks for.</summary>
    public BotSignals Of(ReducedUserAgent userAgent) => Judge(userAgent.Text, userAgent.AsksForPages);

    private BotSignals Judge(string userAgent, bool asksForPages)
    {
        var text = ProgramMarks.WithoutPhonesOwn(userAgent);
        var signals = patterns.Value.Of(text);
        var told = rules.Matcher?.Match(text);
        // A library or an app that posts events says who sends them, and not who visits. What asks for pages is a visitor, or says it is.
        if (!asksForPages)
            signals &= ~BotSignals.Library;
        else if (told is { } known && ProgramMarks.IsUnknownProgram(text, known))
            signals |= BotSignals.Library;
        if ((asksForPages || ProgramMarks.PosesAsBrowser(text)) && (ProgramMarks.NamesContact(text) || told?.Hardware == DeviceTypes.Spider))
            signals |= BotSignals.Crawler;
        return signals;
    }
}
