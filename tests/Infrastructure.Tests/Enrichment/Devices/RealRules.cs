using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Enrichment.Devices;

namespace Tracking.Infrastructure.Tests.Enrichment.Devices;

/// <summary>The rules that are delivered, read once for all tests.</summary>
internal static class RealRules
{
    public static UserAgentRuleFile File { get; } = new(UserAgentRuleFile.UsualPath, NullLogger<UserAgentRuleFile>.Instance);

    public static UserAgentMatcher Matcher => File.Matcher.ShouldNotBeNull();

    public static Device? Device(string userAgent, ClientHints? hints = null) =>
        new DeviceEnrichment(File).Read(new VisitorClient { UserAgent = userAgent, Hints = hints });
}
