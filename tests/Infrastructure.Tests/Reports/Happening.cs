using System.Text;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>One event as the tests think of it.</summary>
/// <param name="Number">Which one; its messageId.</param>
/// <param name="Visitor">Whose.</param>
/// <param name="Type">As the contract writes it.</param>
/// <param name="Ms">When.</param>
/// <param name="Sequence">Which of those of one time.</param>
internal sealed record Happening(int Number, string Visitor, string Type, long Ms, int Sequence)
{
    /// <summary>Host and raw path; <c>null</c>: on no page, where the type allows.</summary>
    public (string Host, string RawPath)? Place { get; init; }

    public string? Title { get; init; }

    public string CustomName { get; init; } = "signup";

    public BotSignals Signals { get; init; }

    public Traffic? Traffic { get; init; }

    public Place? From { get; init; }

    public string? Language { get; init; }

    public Device? Device { get; init; }

    public string OrderId { get; init; } = "o";

    public decimal Value { get; init; }

    public string Currency { get; init; } = "EUR";

    public bool IsRefund { get; init; }

    /// <summary>The path as reports show it.</summary>
    public string? Page => Place is { } place ? Uri.UnescapeDataString(place.RawPath) : null;

    public string? Hostname => Place?.Host;

    /// <summary>The dimension <c>event</c>.</summary>
    public string Event => Type == "custom" ? CustomName : Type;

    /// <summary>The title that the event carries: only page views do here.</summary>
    public string? ShownTitle => Type == "page_view" ? Title : null;

    /// <summary>Its message key: some permutation of the numbers, so that it tells nothing about time.</summary>
    public Guid Key => new(unchecked((uint)(Number * 2_654_435_761)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public CollectedEvent ToDomain(int siteId, string site)
    {
        var header = new EventHeader
        {
            SiteId = siteId,
            Site = site,
            MessageId = $"m{Number}",
            MessageKey = new Guid([.. BitConverter.GetBytes((long)siteId).Reverse(), .. Key.ToByteArray(bigEndian: true)[..8]], bigEndian: true),
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(Ms),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(Ms),
            Sequence = Sequence,
            VisitorId = Visitor,
            AnonymousId = Visitor,
            UserId = Type == "identify" ? "ann" : null,
            Consent = new ConsentState(Analytics: true, Marketing: false, Personalization: false, Anonymised: false),
            FromServer = true,
            Enrichment = new EventEnrichment
            {
                Traffic = Traffic,
                Place = From,
                Device = Device,
                Language = Language,
                BotSignals = Signals,
            },
        };
        var url = Place is { } place ? $"https://{place.Host}{place.RawPath}?utm_source=x#top" : null;
        return Type switch
        {
            "page_view" => new PageViewed(header, url!, Title, "https://search.example/"),
            "click" => new Clicked(header, url!, ClickKind.Link, Element: null),
            "form_input" => new FormFieldEntered(header, url!, new Form("f", null), new FormField("email", "email", null)),
            "form_submit" => new FormSubmitted(header, url!, new Form("f", null), 3, FormOutcome.Submitted),
            "transaction" => new TransactionRecorded(
                header,
                OrderId,
                new Guid([.. BitConverter.GetBytes((long)siteId), .. Encoding.ASCII.GetBytes(OrderId.PadRight(8))]),
                Value,
                Currency,
                IsRefund ? TransactionStatus.Refunded : TransactionStatus.Completed)
            { Url = url },
            "engagement" => new VisitorEngaged(header, url!, 1_000, 50),
            "identify" => new VisitorIdentified(header, Traits: null),
            _ => new CustomEventOccurred(header, CustomName, url, Properties: null),
        };
    }
}
