using Microsoft.Extensions.Time.Testing;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Tests.Spool;

namespace Tracking.Infrastructure.Tests.Bus;

public sealed class StoringTurnTests : IDisposable
{
    private const int MaxBytes = 10_000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider time = new();
    private readonly SpoolFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0.9, 100, 200)]
    [InlineData(0.3, 100, 5)]
    [InlineData(0.9, 29_000, 500)]
    public async Task Storing_rests_while_accepting_uses_most_of_the_processors_but_no_longer_than_twice_what_it_took_or_half_a_second(
        double share, int took, int milliseconds)
    {
        using var spool = folder.Open(MaxBytes);

        (await RestAsync(spool, share, took)).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public async Task With_a_spool_that_is_half_full_it_rests_no_more()
    {
        using var spool = folder.Open(MaxBytes);
        await spool.WriteAsync(SpoolReading.Noise(MaxBytes / 2), CancellationToken.None);

        (await RestAsync(spool, share: 0.9)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_process_that_accepts_nothing_never_rests() => (await RestAsync(spool: null, share: 0.9)).ShouldBe(TimeSpan.Zero);

    /// <summary>How long the second transaction waits for its turn.</summary>
    private Task<TimeSpan> RestAsync(SpoolLog? spool, double share, int took = 100) => Task.Run(async () =>
    {
        // Without the test's context what waits goes on while the clock is advanced.
        var start = time.GetUtcNow();
        var turn = new StoringTurn(spool, () => (time.GetUtcNow() - start) * share * Environment.ProcessorCount, time);
        await turn.TakeAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(took));
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var since = time.GetUtcNow();
        var isStored = false;
        var storing = turn.TakeAsync(() => Task.FromResult(isStored = true), CancellationToken.None);
        while (!isStored)
            time.Advance(Step);
        await storing;
        return time.GetUtcNow() - since;
    });
}
