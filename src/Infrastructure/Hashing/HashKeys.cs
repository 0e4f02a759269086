using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Hashing;

/// <summary>
/// The installation's key and the days' salts, kept in the store and in memory. While the store is away for longer than a day's salt was
/// made ahead, this process has one of its own, in memory alone.
/// </summary>
internal sealed class HashKeys(IDbContextFactory<TrackingContext> contexts, TimeProvider time) : IHashKeys
{
    private const int KeyBytes = 32;

    /// <summary>A day's salt serves events that a request received just before midnight and stored after it.</summary>
    private static readonly TimeSpan LiveFor = TimeSpan.FromHours(1);

    private static readonly TimeSpan HistoryFor = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<CookielessDay, Salt> salts = new();
    private byte[]? installation;
    private bool isRead;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Installation =>
        installation ?? throw new InvalidOperationException("The installation's key is not loaded: nothing is collected before it is.");

    /// <summary>Whether events can be collected.</summary>
    public bool IsLoaded => installation is not null;

    /// <summary>Takes the key that an earlier process read, until this one has read it.</summary>
    public void Restore(byte[] key) => installation ??= key;

    /// <summary>Forgets the salts whose time has come; the store need not be there for it.</summary>
    public void Forget()
    {
        foreach (var old in salts.Keys.Where(day => DestroyAt(day) <= time.GetUtcNow().ToUnixTimeMilliseconds()))
            salts.TryRemove(old, out _);
    }

    /// <summary>Loads the installation's key, made at first start, and today's and tomorrow's salt.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Forget();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await ShareSaltAsync(new CookielessDay(today, IsHistory: false), cancellationToken);
        await ShareSaltAsync(new CookielessDay(today.AddDays(1), IsHistory: false), cancellationToken);
        if (isRead)
            return;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        installation = await FirstWins.GetOrAddAsync(
            db,
            async () => (await db.InstallationSecrets.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Name == InstallationSecretRow.HashKey, cancellationToken))?.Value,
            () => db.InstallationSecrets.Add(new InstallationSecretRow
            {
                Name = InstallationSecretRow.HashKey,
                Value = NewKey(),
            }),
            cancellationToken);
        isRead = true;
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SaltAsync(CookielessDay day, CancellationToken cancellationToken)
    {
        if (salts.TryGetValue(day, out var salt))
            return new ValueTask<byte[]>(salt.Value);
        // What is received waits for no store. Never an old salt: that of another day would tie the days of a visitor together.
        return day.IsHistory ? new ValueTask<byte[]>(LoadSaltAsync(day, NewKey(), cancellationToken)) : new ValueTask<byte[]>(OwnSalt(day));
    }

    /// <summary>Destroys the salts whose time has come.</summary>
    public async Task<int> DestroyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.DailySalts.Where(row => row.DestroyAtMs <= now).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Takes the salt that all processes share, or offers them this one's, which may have served events already.</summary>
    private async Task ShareSaltAsync(CookielessDay day, CancellationToken cancellationToken)
    {
        if (!salts.TryGetValue(day, out var known) || !known.IsShared)
            await LoadSaltAsync(day, OwnSalt(day), cancellationToken);
    }

    private byte[] OwnSalt(CookielessDay day) => salts.GetOrAdd(day, static _ => new Salt(NewKey(), IsShared: false)).Value;

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    private async Task<byte[]> LoadSaltAsync(CookielessDay day, byte[] offered, CancellationToken cancellationToken)
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
                Salt = offered,
                DestroyAtMs = destroyAt,
            }),
            cancellationToken);
        if (day.IsHistory)
        {
            await db.DailySalts.Where(row => row.DayNumber == day.Day.DayNumber && row.IsHistory)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DestroyAtMs, destroyAt), cancellationToken);
        }

        salts[day] = new Salt(salt, IsShared: true);
        return salt;
    }

    private long DestroyAt(CookielessDay day) => day.IsHistory
        ? (time.GetUtcNow() + HistoryFor).ToUnixTimeMilliseconds()
        : new DateTimeOffset(day.Day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).Add(LiveFor).ToUnixTimeMilliseconds();

    private readonly record struct Salt(byte[] Value, bool IsShared);
}
