using System.Net;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Addresses;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect.Enrichment.Addresses;

public class AddressEnrichmentTests
{
    [Theory]
    [InlineData("203.0.113.77", IpPolicy.Truncated, false, "203.0.113.0/24")]
    [InlineData("203.0.113.77", IpPolicy.Full, false, "203.0.113.77")]
    [InlineData("203.0.113.77", IpPolicy.None, false, null)]
    [InlineData("203.0.113.77", IpPolicy.Full, true, null)]
    [InlineData("203.0.113.77", IpPolicy.Truncated, true, null)]
    [InlineData("::ffff:203.0.113.77", IpPolicy.Full, false, "203.0.113.77")]
    [InlineData("2001:db8:1:2::3", IpPolicy.Truncated, false, "2001:db8:1::/48")]
    [InlineData("2001:db8:1:2::3", IpPolicy.Full, false, "2001:db8:1:2::3")]
    [InlineData(null, IpPolicy.Full, false, null)]
    public void The_site_and_the_visitor_decide_what_is_kept(string? address, IpPolicy policy, bool anonymised, string? kept) =>
        new AddressEnrichment().Enrich(
            EnrichedCommand.Of(
                new VisitorClient { Address = address is null ? null : IPAddress.Parse(address) },
                settings: new SiteSettings { IpPolicy = policy },
                anonymised: anonymised),
            EventEnrichment.None).Address.ShouldBe(kept);
}
