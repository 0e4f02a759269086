using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Hashing;

/// <summary>The installation's key and the days' salts, kept in the store and in memory.</summary>
internal sealed class HashKeys(IDbContextFactory<TrackingContext> contexts, TimeProvider time) : IHashKeys
{
    private const int KeyBytes = 32;

    /// <summary>A day's salt serves events that a request received just before midnight and stored after it.</summary>
    private static readonly TimeSpan LiveFor = TimeSpan.FromHours(1);

    private static readonly TimeSpan HistoryFor = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<CookielessDay, byte[]> salts = new();
    private byte[]? installation;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Installation =>
        installation ?? throw new InvalidOperationException("The installation's key is not loaded: nothing is collected before it is.");

    /// <summary>Whether events can be collected.</summary>
    public bool IsLoaded => installation is not null;

    /// <summary>Loads the installation's key, made at first start, and today's and tomorrow's salt.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        // First, so that it happens also while the store is away.
        foreach (var old in salts.Keys.Where(day => DestroyAt(day) <= time.GetUtcNow().ToUnixTimeMilliseconds()))
            salts.TryRemove(old, out _);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await SaltAsync(new CookielessDay(today, IsHistory: false), cancellationToken);
        await SaltAsync(new CookielessDay(today.AddDays(1), IsHistory: false), cancellationToken);
        if (installation is not null)
            return;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        installation = await FirstWins.GetOrAddAsync(
            db,
            async () => (await db.InstallationSecrets.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Name == InstallationSecretRow.HashKey, cancellationToken))?.Value,
            () => db.InstallationSecrets.Add(new InstallationSecretRow
            {
                Name = InstallationSecretRow.HashKey,
                Value = RandomNumberGenerator.GetBytes(KeyBytes),
            }),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SaltAsync(CookielessDay day, CancellationToken cancellationToken) =>
        salts.TryGetValue(day, out var salt) ? new ValueTask<byte[]>(salt) : new ValueTask<byte[]>(LoadSaltAsync(day, cancellationToken));

    /// <summary>Destroys the salts whose time has come.</summary>
    public async Task<int> DestroyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.DailySalts.Where(row => row.DestroyAtMs <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<byte[]> LoadSaltAsync(CookielessDay day, CancellationToken cancellationToken)
    {
        var destroyAt = DestroyAt(day);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var salt = await FirstWins.GetOrAddAsync(
            db,
            async () => (await db.DailySalts.AsNoTracking().SingleOrDefaultAsync(
                row => row.DayNumber == day.Day.DayNumber && row.IsHistory == day.IsHistory, cancellationToken))?.Salt,
            () => db.DailySalts.Add(new DailySaltRow
            {
                DayNumber = day.Day.DayNumber,
                IsHistory = day.IsHistory,
                Salt = RandomNumberGenerator.GetBytes(KeyBytes),
                DestroyAtMs = destroyAt,
            }),
            cancellationToken);
        if (day.IsHistory)
        {
            await db.DailySalts.Where(row => row.DayNumber == day.Day.DayNumber && row.IsHistory)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DestroyAtMs, destroyAt), cancellationToken);
        }

        return salts.GetOrAdd(day, salt);
    }

    private long DestroyAt(CookielessDay day) => day.IsHistory
        ? (time.GetUtcNow() + HistoryFor).ToUnixTimeMilliseconds()
        : new DateTimeOffset(day.Day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).Add(LiveFor).ToUnixTimeMilliseconds();
}
