using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Crashes;

/// <summary>A first start that does not get to its end.</summary>
public class FirstStartCrashTests
{
    [Theory]
    [InlineData("SELECT COUNT(*) FROM sqlite_master")]
    [InlineData("SELECT COUNT(*) FROM __EFMigrationsLock")]
    [InlineData("SELECT COUNT(*) FROM InstallationSecrets")]
    [InlineData("SELECT COUNT(*) FROM Sites")]
    public async Task After_a_first_start_that_was_killed_the_next_one_makes_what_is_missing(string whenThereIs)
    {
        await using var installation = new Installation();
        var first = installation.StartEmbedded();
        await Wait.UntilAsync(whenThereIs, 60, async () => await installation.Store.NumberAsync(whenThereIs) > 0, () => first.Said);
        await first.KillAsync();

        var next = await installation.StartEmbedded().ReadyAsync();
        (await installation.Store.NumberAsync("SELECT COUNT(*) FROM Sites")).ShouldBe(1);
        (await installation.Store.NumberAsync("SELECT COUNT(*) FROM SiteKeys")).ShouldBe(2);
        next.HasExited.ShouldBeFalse();
    }
}
