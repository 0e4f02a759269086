using Microsoft.Extensions.Hosting;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Bus;

/// <summary>Gathers counts of what is not stored and sends them on every second, the same way as events.</summary>
internal sealed class IntakeTally(BatchCoalescer bus) : BackgroundService, IIntakeTally
{
    private const int MaxSamples = 500;

    /// <summary>Of one site, so that its bad sender leaves room for the others' samples.</summary>
    private const int MaxSamplesOfSite = 20;

    private static readonly TimeSpan SendEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(int SiteId, long QuarterStartMs, IntakeKind Kind, string Reason), long> counts = [];
    private readonly List<RejectedSample> samples = [];
    private readonly Dictionary<int, int> sampled = [];
    private byte[]? unconfirmed;

    /// <inheritdoc/>
    public void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason) =>
        Count(siteId, receivedAt, IntakeKind.Dropped, Words.Of(reason), sample: null);

    /// <inheritdoc/>
    public void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error)
    {
        var reason = Words.Of(error.Reason);
        Count(siteId, receivedAt, IntakeKind.Rejected, reason, new RejectedSample(
            siteId, receivedAt.ToUnixTimeMilliseconds(), type, SamplePath.Of(error.Path), reason));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A disk that does not answer must not hold up the end.
        await SendAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SendEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SendAsync();
        }
        catch (OperationCanceledException)
        {
            // The last counts are sent by StopAsync.
        }
    }

    private void Count(int siteId, DateTimeOffset receivedAt, IntakeKind kind, string reason, RejectedSample? sample)
    {
        var key = (siteId, IntakeTotals.QuarterOf(receivedAt), kind, reason);
        lock (gate)
        {
            counts[key] = counts.GetValueOrDefault(key) + 1;
            if (sample is null || samples.Count >= MaxSamples || sampled.GetValueOrDefault(siteId) >= MaxSamplesOfSite)
                return;
            samples.Add(sample);
            sampled[siteId] = sampled.GetValueOrDefault(siteId) + 1;
        }
    }

    /// <summary>Sends what waits. What was not confirmed is sent as it was, so that it counts once if it arrived after all.</summary>
    public async Task SendAsync()
    {
        try
        {
            await SendUnconfirmedAsync();
            unconfirmed = Take();
            await SendUnconfirmedAsync();
        }
        catch (NotDurableException)
        {
            // Nothing durable can be written now, and senders are told so.
        }
    }

    private async Task SendUnconfirmedAsync()
    {
        if (unconfirmed is not { } batch)
            return;
        await bus.PublishWholeAsync(batch);
        unconfirmed = null;
    }

    private byte[]? Take()
    {
        lock (gate)
        {
            if (counts.Count == 0)
                return null;
            var lines = EventBatchFormat.Lines(
                counts.Select(pair => new IntakeCount(pair.Key.SiteId, pair.Key.QuarterStartMs, pair.Key.Kind, pair.Key.Reason, pair.Value)),
                samples);
            counts.Clear();
            samples.Clear();
            sampled.Clear();
            return [.. EventBatchFormat.Head(Guid.CreateVersion7()), .. lines];
        }
    }
}
