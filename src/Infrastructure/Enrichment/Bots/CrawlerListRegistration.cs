using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect.Enrichment.Bots;

namespace Tracking.Infrastructure.Enrichment.Bots;

/// <summary>Registers the list of crawlers.</summary>
internal static class CrawlerListRegistration
{
    /// <summary>Adds the one that comes with the program, and its health.</summary>
    public static IServiceCollection AddCrawlerList(this IServiceCollection services)
    {
        services.AddSingleton(provider => new CrawlerList(CrawlerList.BundledPath, provider.GetRequiredService<ILogger<CrawlerList>>()));
        services.AddSingleton<IBotPatternSource>(provider => provider.GetRequiredService<CrawlerList>());
        services.AddHealthChecks().AddCheck<CrawlerList>("crawlers");
        return services;
    }
}
