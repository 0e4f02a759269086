using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Publishing;

/// <summary>
/// Publishes what is stored on the public bus (bus contract v1), in the order in which it was stored: at least once, since the line advances
/// after the broker's confirms. Of several workers one does it; the others take over within ten seconds.
/// </summary>
internal sealed partial class EventPublisher(
    StoreMigration migration, Outbox outbox, OutboxLine line, PublicBroker broker, PublishingMetrics metrics, TimeProvider time,
    ILogger<EventPublisher> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private bool isRefused;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await line.LetGoAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Then it is another's in ten seconds.
            LogNotLetGo(logger, exception);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = LookEvery;
        var isFailing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isMore = migration.IsDone && await PublishAsync(stoppingToken);
                wait = isMore ? TimeSpan.Zero : LookEvery;
                if (isFailing)
                    LogBack(logger);
                isFailing = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isFailing)
                    LogFailed(logger, exception);
                isFailing = true;
                metrics.Failed();
                wait = wait * 2 is var longer && longer > LookEvery ? (longer < LongestWait ? longer : LongestWait) : LookEvery;
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, stoppingToken);
        }
    }

    /// <summary>Publishes some of what waits.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> PublishAsync(CancellationToken cancellationToken)
    {
        if (await line.HoldAsync(cancellationToken) is not { } position)
            return false;
        var privacy = await outbox.PrivacyAsync(cancellationToken);
        if (privacy.Count > 0)
        {
            await PublishAsync(PublicBroker.Privacy, [.. privacy.Select(one => one.Message)], cancellationToken);
            await outbox.ForgetAsync([.. privacy.Select(one => one.Id)], cancellationToken);
        }

        if (await outbox.EventsAfterAsync(position, cancellationToken) is not { } waiting)
            return privacy.Count > 0;
        metrics.Waits(waiting.OldestReceivedAtMs);
        await PublishAsync(PublicBroker.Events, waiting.Messages, cancellationToken);
        var isHeld = await line.AdvanceAsync(waiting.Last, cancellationToken);
        metrics.Published(waiting.Messages.Count);
        return isHeld && waiting.IsMore;
    }

    private async Task PublishAsync(string exchange, IReadOnlyList<PublicMessage> messages, CancellationToken cancellationToken)
    {
        var refused = await broker.PublishAsync(exchange, messages, cancellationToken);
        metrics.Refused(refused);
        if (refused > 0 && !isRefused)
            LogRefused(logger, exchange);
        isRefused = refused > 0;
    }

    [LoggerMessage(LogLevel.Warning, "A queue that is bound to {Exchange} refuses messages, which are lost to it and to no other. It is full: raise its x-max-length, or take x-overflow: reject-publish away so that it lets go of its oldest.")]
    private static partial void LogRefused(ILogger logger, string exchange);

    [LoggerMessage(LogLevel.Warning, "Stored events are not published on the public bus now; they wait in the store, and nothing else waits for them.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Stored events are published again.")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The line to the public bus could not be let go of; another process takes it within ten seconds.")]
    private static partial void LogNotLetGo(ILogger logger, Exception exception);
}
