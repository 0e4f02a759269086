using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Infrastructure.Enrichment.Devices;

/// <summary>Registers the rules for user agents.</summary>
internal static class DevicesRegistration
{
    /// <summary>Adds them.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="atOnce">Whether they are read at the start, and not first when one is asked for.</param>
    public static void AddUserAgentRules(this IServiceCollection services, bool atOnce)
    {
        services.AddSingleton(provider =>
            new UserAgentRuleFile(UserAgentRuleFile.UsualPath, provider.GetRequiredService<ILogger<UserAgentRuleFile>>()));
        services.AddSingleton<IUserAgentRules>(provider => provider.GetRequiredService<UserAgentRuleFile>());
        if (atOnce)
            services.AddHostedService(provider => provider.GetRequiredService<UserAgentRuleFile>());
        services.AddHealthChecks().AddCheck<UserAgentRuleHealth>("user-agent-rules");
    }
}
