using CsCheck;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Bots;

public class UserAgentReductionTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.6099.71 Safari/537.36", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0 Safari/537.0")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) Version/17.4.1", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0_0 like Mac OS X) Version/17.0.0")]
    [InlineData("Googlebot/2.1 (+http://www.google.com/bot.html)", "Googlebot/2.0 (+http://www.google.com/bot.html)")]
    [InlineData("1.2.3.", "1.0.0.")]
    [InlineData("", "")]
    public void Of_every_version_the_first_number_stays(string userAgent, string reduced) => UserAgentReduction.Reduce(userAgent).ShouldBe(reduced);

    [Fact]
    public void What_cannot_be_stored_as_text_is_replaced() => UserAgentReduction.Reduce("a\u0000b\ud800").ShouldBe("a?b?");

    [Fact]
    public void Whatever_is_sent_the_result_is_bounded_and_can_be_reduced_again() => Gen.String.Sample(text =>
    {
        var reduced = UserAgentReduction.Reduce(text);
        reduced.Length.ShouldBeLessThanOrEqualTo(Math.Min(text.Length, ReducedUserAgent.MaxLength));
        UserAgentReduction.Reduce(reduced).ShouldBe(reduced);
    });
}
