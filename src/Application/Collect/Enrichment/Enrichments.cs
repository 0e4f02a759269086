using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect.Enrichment.Addresses;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Application.Collect.Enrichment.Channels;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Collect.Enrichment.Geo;
using Tracking.Application.Collect.Enrichment.Languages;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment;

/// <summary>The enrichments of an event, one after the other.</summary>
public sealed class Enrichments(IEnumerable<IEnrichment> enrichments)
{
    private readonly IEnrichment[] all = [.. enrichments];

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<IEnrichment> All => all;

    /// <summary>What all of them find out. The consent of the command's envelope has been decided by then.</summary>
    public EventEnrichment Of(ITrackCommand command)
    {
        var found = EventEnrichment.None;
        foreach (var enrichment in all)
            found = enrichment.Enrich(command, found);
        return found;
    }

    /// <summary>Registers them, in the order in which they run: a line each.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<Enrichments>();
        services.AddSingleton<IEnrichment, AddressEnrichment>();
        services.AddSingleton<IEnrichment, GeoEnrichment>();
        services.AddSingleton<IEnrichment, DeviceEnrichment>();
        services.AddSingleton<IEnrichment, BotEnrichment>();
        services.AddSingleton<IEnrichment, ChannelEnrichment>();
        services.AddSingleton<IEnrichment, LanguageEnrichment>();
        services.AddSingleton<BotClassifier>();
    }
}
