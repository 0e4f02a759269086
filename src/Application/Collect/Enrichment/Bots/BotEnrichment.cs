using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>
/// Notes what speaks for a program: the user agent, the client hints, and headers that a browser would have sent. The judgement is the
/// session's (<see cref="Domain.Sessions.Session.IsBot"/>).
/// </summary>
internal sealed class BotEnrichment(BotClassifier classifier) : IEnrichment
{
    public PersonalFields Reads => PersonalFields.UserAgent | PersonalFields.Language;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var client = command.Envelope.Client;
        var asksForPages = client.Kind == ClientKind.PageRequest;
        if (client.UserAgent is not { } userAgent)
            return asksForPages ? found with { BotSignals = found.BotSignals | BotSignals.NoUserAgent } : found;

        var (reduced, signals) = classifier.Of(userAgent, asksForPages);
        if (client.Hints?.Brands is { } brands && brands.Any(brand => brand.Name.Contains("Headless", StringComparison.OrdinalIgnoreCase)))
            signals |= BotSignals.Headless;
        if (client is { Kind: ClientKind.Script, AcceptLanguage: null } && userAgent.StartsWith("Mozilla/", StringComparison.Ordinal))
            signals |= BotSignals.MissingHeaders;
        return found with { UserAgent = reduced, BotSignals = found.BotSignals | signals };
    }
}
