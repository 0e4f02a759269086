using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>
/// Notes what speaks for a program: the user agent, the client hints, headers that a browser would have sent, and what a log says. The
/// judgement is the session's (<see cref="Domain.Sessions.Session.IsBot"/>).
/// </summary>
internal sealed class BotEnrichment(BotClassifier classifier) : IEnrichment
{
    public PersonalFields Reads => PersonalFields.UserAgent | PersonalFields.Language;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var client = command.Envelope.Client;
        var isPageRequest = client.Kind == ClientKind.PageRequest;
        if (client.ReadsRobots)
            found = found with { BotSignals = found.BotSignals | BotSignals.Robots };
        if (client.UserAgent is not { } userAgent)
            return isPageRequest ? found with { BotSignals = found.BotSignals | BotSignals.NoUserAgent } : found;

        // What a log or a server tells of is what asks for pages; a script's request may be an app's, which posts with a library.
        var (kept, signals) = classifier.Of(userAgent, asksForPages: client.Kind != ClientKind.Script);
        if (client.Hints?.Brands is { } brands && brands.Any(brand => brand.Name.Contains("Headless", StringComparison.OrdinalIgnoreCase)))
            signals |= BotSignals.HeadlessHints;
        if (client is { Kind: ClientKind.Script, AcceptLanguage: null } && userAgent.StartsWith("Mozilla/", StringComparison.Ordinal))
            signals |= BotSignals.MissingHeaders;
        // Without consent no text of the visitor's is kept; of a log's line the operator has it anyway.
        var isKept = isPageRequest || !command.Envelope.Consent.Anonymised;
        return found with { UserAgent = isKept ? kept : null, BotSignals = found.BotSignals | signals };
    }
}
