using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Crashes;

/// <summary>A first start that does not get to its end.</summary>
public class FirstStartCrashTests
{
    private const string Sites = "SELECT COUNT(*) FROM Sites";

    // Sites come last: whoever finds one without having seen the moment has missed it, and begins again elsewhere.
    private const int Attempts = 20;

    [Theory]
    [InlineData("SELECT COUNT(*) FROM sqlite_master")]
    [InlineData("SELECT COUNT(*) FROM __EFMigrationsLock")]
    [InlineData("SELECT COUNT(*) FROM InstallationSecrets")]
    [InlineData(Sites)]
    public async Task After_a_first_start_that_was_killed_the_next_one_makes_what_is_missing(string whenThereIs)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await using var installation = new Installation();
            if (!await KilledAsync(installation, whenThereIs))
                continue;

            var next = await installation.StartEmbedded().ReadyAsync();
            (await installation.Store.NumberAsync(Sites)).ShouldBe(1);
            (await installation.Store.NumberAsync("SELECT COUNT(*) FROM SiteKeys")).ShouldBe(2);
            next.HasExited.ShouldBeFalse();
            return;
        }

        Assert.Fail($"In none of {Attempts} starts was this seen: {whenThereIs}");
    }

    private static async Task<bool> KilledAsync(Installation installation, string whenThereIs)
    {
        var first = installation.StartEmbedded();
        var seen = false;
        await Wait.UntilAsync(
            whenThereIs,
            60,
            async () => (seen = await installation.Store.NumberAsync(whenThereIs) > 0) || await installation.Store.NumberAsync(Sites) > 0,
            () => first.Said);
        await first.KillAsync();
        return seen;
    }
}
