using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment;

/// <summary>
/// Finds something out about an event. It runs on the accept path, for each event that will be stored and after consent was decided, so
/// it is quick (microseconds) and never throws whatever the sender wrote. It waits for nothing but, right after the start, for a list that
/// is still being read.
/// </summary>
public interface IEnrichment
{
    /// <summary>The personal fields that it reads; a test shows that it reads no others.</summary>
    PersonalFields Reads { get; }

    /// <summary>Adds what it finds to what those before it have found.</summary>
    /// <param name="command">The event; its envelope's consent is decided.</param>
    /// <param name="found">What is known so far.</param>
    EventEnrichment Enrich(ITrackCommand command, EventEnrichment found);
}

/// <summary>What of a request can tell who a visitor is.</summary>
[Flags]
public enum PersonalFields
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The address.</summary>
    Address = 1,

    /// <summary>The user agent and the client hints.</summary>
    UserAgent = 2,

    /// <summary>The languages that the browser or the sender names.</summary>
    Language = 4,

    /// <summary>URL and referrer as sent, with all parameters.</summary>
    Urls = 8,

    /// <summary>Advertising click ids.</summary>
    ClickIds = 16,
}
