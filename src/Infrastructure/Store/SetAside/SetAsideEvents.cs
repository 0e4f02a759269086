using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Application.Operation;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Store.SetAside;

/// <summary>Keeps events that could not be stored, and stores them again when asked.</summary>
internal sealed class SetAsideEvents(IDbContextFactory<TrackingContext> contexts, EventWriter writer, TimeProvider time) : ISetAsideEvents
{
    private const int MostReason = 512;

    /// <summary>Keeps an event.</summary>
    /// <param name="collected">The event.</param>
    /// <param name="cause">Why it could not be stored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AddAsync(CollectedEvent collected, Exception cause, CancellationToken cancellationToken) => AddAsync(
        EventBatchFormat.Lines([collected]), collected.Header.SiteId, EventTypes.Of(collected).Name, ReasonOf(cause), cancellationToken);

    /// <summary>Keeps a line that cannot be read as an event.</summary>
    public Task AddAsync(ReadOnlyMemory<byte> line, string reason, CancellationToken cancellationToken) =>
        AddAsync(line.ToArray(), SiteOf(line), type: null, reason, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SetAsideEvent> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sites = await db.Sites.Where(site => site.DeletedAtMs == null).ToDictionaryAsync(site => site.Id, site => site.Name, cancellationToken);
        var rows = db.SetAside.AsNoTracking().OrderBy(row => row.AtMs).ThenBy(row => row.Key)
            .Select(row => new { row.SiteId, row.Type, row.AtMs, row.Reason }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            yield return new SetAsideEvent(
                sites.GetValueOrDefault(row.SiteId ?? 0), row.Type, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Reason);
        }
    }

    /// <inheritdoc/>
    public async Task<ReplaySummary> ReplayAsync(bool deletes, IProgress<ReplaySummary> progress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // An older schema would refuse each event, and all of them would be deleted.
        if (deletes && (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            throw new IOException("The database is not brought up to this release, so nothing was stored again or deleted. First: migrate");
        var summary = new ReplaySummary(0, 0);
        foreach (var key in await db.SetAside.OrderBy(row => row.AtMs).Select(row => row.Key).ToListAsync(cancellationToken))
        {
            if (await db.SetAside.AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } row)
                continue;
            var isStored = await TryStoreAsync(row, cancellationToken);
            var gone = isStored || deletes ? await db.SetAside.Where(one => one.Key == key).ExecuteDeleteAsync(cancellationToken) : 0;
            summary = isStored ? summary with { Stored = summary.Stored + gone }
                : deletes ? summary with { Deleted = summary.Deleted + gone }
                : summary with { StillAside = summary.StillAside + 1 };
            progress.Report(summary);
        }

        return summary;
    }

    private async Task<bool> TryStoreAsync(SetAsideRow row, CancellationToken cancellationToken)
    {
        try
        {
            // By its key: if this ends before it is let go, the next replay knows it, and counts no repetition.
            await writer.StoreAsync([new EventBatch(row.Key, [EventBatchFormat.ReadEvent(row.Line)], [], [])], cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !StoreTrouble.Is(exception))
        {
            return false;
        }
    }

    private async Task AddAsync(byte[] line, int? siteId, string? type, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = new Guid(SHA256.HashData(line).AsSpan(0, 16));
        if (await db.SetAside.AnyAsync(row => row.Key == key, cancellationToken))
            return;
        db.SetAside.Add(new SetAsideRow
        {
            Key = key,
            SiteId = siteId,
            Type = type,
            AtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Reason = reason,
            Line = line,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    // So that it is erased with its site, also where this version understands nothing else of it.
    private static int? SiteOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonNode.Parse(line.Span)?["event"]?["header"]?["siteId"]?.GetValue<int>();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // Sqlite names tables and columns. Another message may go on to quote what could not be stored.
    private static string ReasonOf(Exception cause)
    {
        var root = cause.GetBaseException();
        var words = root.Message;
        if (root is not SqliteException && words.AsSpan().IndexOfAny('\'', '(') is var quoted and >= 0)
            words = words[..quoted].TrimEnd();
        var number = root is SqlException server ? $" {server.Number}" : string.Empty;
        var reason = $"{root.GetType().Name}{number}: {words}";
        return reason.Length > MostReason ? reason[..MostReason] : reason;
    }
}
