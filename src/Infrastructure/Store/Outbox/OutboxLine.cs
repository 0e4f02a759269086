using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store.Outbox;

/// <summary>
/// One line out of the store, of which one process at a time is the holder. A holder that is held up for longer than its time may meet its
/// successor: both send the same for a moment, and neither moves the line back.
/// </summary>
internal sealed class OutboxLine(string name, IDbContextFactory<TrackingContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(3);

    /// <summary>How often who does not hold it asks for it: each time is a write.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly Guid holder = Guid.CreateVersion7();
    private DateTimeOffset askAt = DateTimeOffset.MinValue;
    private long? position;

    /// <summary>Becomes, or stays, the line's holder.</summary>
    /// <returns>The id of the last event that has gone out; <c>null</c> while another process holds the line.</returns>
    public async Task<long?> HoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < askAt)
            return position;
        var until = now + HeldFor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var held = await db.OutboxLines
            .Where(row => row.Name == name && (row.Holder == null || row.Holder == holder || row.HeldUntilMs < now.ToUnixTimeMilliseconds()))
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.Holder, holder).SetProperty(one => one.HeldUntilMs, until.ToUnixTimeMilliseconds()),
                cancellationToken);
        position = held == 0 ? null : await db.OutboxLines.Where(row => row.Name == name).Select(row => row.Position).SingleAsync(cancellationToken);
        askAt = now + (held == 0 ? AskEvery : RenewAfter);
        return position;
    }

    /// <summary>Notes that all events up to this one have gone out.</summary>
    /// <returns>Whether this process still holds the line.</returns>
    public async Task<bool> AdvanceAsync(long to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isHeld = await AdvanceAsync(db, to, cancellationToken);
        if (isHeld)
            Reached(to);
        return isHeld;
    }

    /// <summary>The same within a transaction; once that is committed, <see cref="Reached"/> has to be told.</summary>
    public async Task<bool> AdvanceAsync(TrackingContext db, long? to, CancellationToken cancellationToken)
    {
        // Until then the place is read again each time: it may not have moved.
        askAt = DateTimeOffset.MinValue;
        var until = time.GetUtcNow() + HeldFor;
        return await db.OutboxLines.Where(row => row.Name == name && row.Holder == holder).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.Position, one => to ?? one.Position).SetProperty(one => one.HeldUntilMs, until.ToUnixTimeMilliseconds()),
            cancellationToken) > 0;
    }

    /// <summary>The line has come so far; <c>null</c>: it is where it was.</summary>
    public void Reached(long? to)
    {
        position = to ?? position;
        askAt = time.GetUtcNow() + RenewAfter;
    }

    /// <summary>
    /// Stays the line's holder while something takes its time. Once the line is another's, or may be, since the store cannot be reached, the
    /// work is told to end; in any case it is waited for.
    /// </summary>
    public async Task<T> WhileHeldAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = work(lost.Token);
        var until = time.GetUtcNow() + HeldFor - RenewAfter;
        while (await Task.WhenAny(running, Task.Delay(RenewAfter, time, CancellationToken.None)) != running)
        {
            askAt = DateTimeOffset.MinValue;
            try
            {
                var isHeld = await HoldAsync(lost.Token) is not null;
                until = isHeld ? time.GetUtcNow() + HeldFor : DateTimeOffset.MinValue;
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException or OperationCanceledException)
            {
                // Perhaps the next time: nobody else has it before that time has run out.
            }

            if (time.GetUtcNow() >= until)
                await lost.CancelAsync();
        }

        return await running;
    }

    /// <summary>Lets go of the line, so that another process need not wait.</summary>
    public async Task LetGoAsync(CancellationToken cancellationToken)
    {
        askAt = DateTimeOffset.MinValue;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OutboxLines.Where(row => row.Name == name && row.Holder == holder)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Holder, (Guid?)null), cancellationToken);
    }
}
