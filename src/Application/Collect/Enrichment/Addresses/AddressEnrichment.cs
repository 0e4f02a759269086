using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect.Enrichment.Addresses;

/// <summary>Keeps of the address what the site's <c>ipPolicy</c> and the visitor's consent allow.</summary>
internal sealed class AddressEnrichment : IEnrichment
{
    public PersonalFields Reads => PersonalFields.Address;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var envelope = command.Envelope;
        if (envelope.Client.Address is not { } address || envelope.Site.Settings.IpPolicy == IpPolicy.None)
            return found;
        var isWhole = envelope.Site.Settings.IpPolicy == IpPolicy.Full && !envelope.Consent.Anonymised;
        return found with
        {
            Address = !isWhole ? CookielessVisitor.Network(address)
                : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
                : address.ToString(),
        };
    }
}
