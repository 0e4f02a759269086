using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect.Enrichment.Addresses;

/// <summary>Keeps of the address what the site's <c>ipPolicy</c> allows; of an anonymised event nothing, since nobody asks for it.</summary>
internal sealed class AddressEnrichment : IEnrichment
{
    public PersonalFields Reads => PersonalFields.Address;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        var envelope = command.Envelope;
        var policy = envelope.Site.Settings.IpPolicy;
        if (envelope.Client.Address is not { } address || envelope.Consent.Anonymised || policy == IpPolicy.None)
            return found;
        return found with
        {
            Address = policy == IpPolicy.Truncated ? CookielessVisitor.Network(address)
                : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
                : address.ToString(),
        };
    }
}
