using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Sqlite;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>An empty store of its own, as the program makes it, which several processes share.</summary>
internal sealed class SharedStore
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tracking-data-");
    private readonly List<ServiceProvider> processes = [];
    private StoreKind kind;
    private string? connection;
    private Func<Task>? remove;

    /// <summary>Makes it.</summary>
    public async Task OnAsync(StoreKind made)
    {
        kind = made;
        if (kind == StoreKind.SqlServer)
            (connection, remove) = await SqlServerForTests.CreateDatabaseAsync();
        await using var db = await Process().CreateDbContextAsync();
        await db.Database.MigrateAsync();
    }

    /// <summary>The store as one more process sees it.</summary>
    public IDbContextFactory<TrackingContext> Process()
    {
        var storage = new StorageOptions { Provider = kind == StoreKind.SqlServer ? StorageProvider.SqlServer : StorageProvider.Sqlite };
        var process = new ServiceCollection()
            .AddStore(storage, new DataOptions { Directory = folder.FullName }, connection)
            .BuildServiceProvider();
        processes.Add(process);
        return process.GetRequiredService<IDbContextFactory<TrackingContext>>();
    }

    /// <summary>The same for a process from which it can be away.</summary>
    public AwayStore ProcessThatLosesIt() => new(Process(), kind);

    /// <summary>Which files of the data folder hold these bytes.</summary>
    public async Task<IReadOnlyList<string>> FilesWithAsync(byte[] bytes)
    {
        var holding = new List<string>();
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            await using var stream = TryOpen(file);
            if (stream is null)
                continue;
            var content = new byte[stream.Length];
            await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false);
            if (content.AsSpan().IndexOf(bytes) >= 0)
                holding.Add(file.Name);
        }

        return holding;
    }

    // What the store has taken away since the folder was listed holds nothing.
    private static FileStream? TryOpen(FileInfo file)
    {
        try
        {
            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes it.</summary>
    public async Task RemoveAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        if (kind == StoreKind.Sqlite)
            SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        if (remove is not null)
            await remove();
    }
}

/// <summary>A store that can be away.</summary>
internal sealed class AwayStore(IDbContextFactory<TrackingContext> store, StoreKind kind) : IDbContextFactory<TrackingContext>
{
    private static readonly DbContextOptions<SqliteTrackingContext> NoFolder = new DbContextOptionsBuilder<SqliteTrackingContext>()
        .UseSqlite($"Data Source={Path.Combine(Path.GetTempPath(), "no such folder", "tracking.db")}").Options;

    // Nothing listens on port 1.
    private static readonly DbContextOptions<SqlServerTrackingContext> NoServer = new DbContextOptionsBuilder<SqlServerTrackingContext>()
        .UseSqlServer("Server=tcp:127.0.0.1,1;Connect Timeout=1;ConnectRetryCount=0;Pooling=false").Options;

    public bool IsAway { get; set; }

    /// <summary>Whether it never answers.</summary>
    public bool Hangs { get; set; }

    public TrackingContext CreateDbContext() => !IsAway ? store.CreateDbContext()
        : kind == StoreKind.Sqlite ? new SqliteTrackingContext(NoFolder)
        : new SqlServerTrackingContext(NoServer);

    public async Task<TrackingContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        if (Hangs)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        return CreateDbContext();
    }
}
