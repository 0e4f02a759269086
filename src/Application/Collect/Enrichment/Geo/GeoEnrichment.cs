using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Geo;

/// <summary>Where the visitor was, and whether the address is a data centre's. The address is looked up and forgotten.</summary>
internal sealed class GeoEnrichment(IGeoDatabase database) : IEnrichment
{
    public PersonalFields Reads => PersonalFields.Address;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found)
    {
        if (command.Envelope.Client.Address is not { } address)
            return found;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (!PublicAddress.IsPublic(address))
            return found;
        var answer = database.Find(address);
        return answer == default ? found : found with
        {
            Place = answer.Place,
            BotSignals = answer.IsDataCentre ? found.BotSignals | BotSignals.DataCentre : found.BotSignals,
        };
    }
}
