using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Sqlite;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>A data folder with a store as the program makes it, which several processes share.</summary>
internal sealed class SqliteFolder : IAsyncDisposable
{
    private readonly List<ServiceProvider> processes = [];

    private SqliteFolder(DirectoryInfo directory) => Directory = directory;

    public DirectoryInfo Directory { get; }

    public static async Task<SqliteFolder> NewAsync()
    {
        var folder = new SqliteFolder(System.IO.Directory.CreateTempSubdirectory("tracking-data-"));
        await using var db = await folder.Process().CreateDbContextAsync();
        await db.Database.MigrateAsync();
        return folder;
    }

    /// <summary>The store as one more process sees it.</summary>
    public IDbContextFactory<TrackingContext> Process()
    {
        var process = new ServiceCollection()
            .AddStore(new StorageOptions(), new DataOptions { Directory = Directory.FullName }, connectionString: null)
            .BuildServiceProvider();
        processes.Add(process);
        return process.GetRequiredService<IDbContextFactory<TrackingContext>>();
    }

    /// <summary>Which files hold these bytes.</summary>
    public async Task<IReadOnlyList<string>> FilesWithAsync(byte[] bytes)
    {
        var holding = new List<string>();
        foreach (var file in Directory.EnumerateFiles("*", SearchOption.AllDirectories))
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

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(recursive: true);
    }
}

/// <summary>A store that can be away.</summary>
internal sealed class AwayStore(IDbContextFactory<TrackingContext> store) : IDbContextFactory<TrackingContext>
{
    private static readonly DbContextOptions<SqliteTrackingContext> Nowhere = new DbContextOptionsBuilder<SqliteTrackingContext>()
        .UseSqlite($"Data Source={Path.Combine(Path.GetTempPath(), "no such folder", "tracking.db")}").Options;

    public bool IsAway { get; set; }

    public TrackingContext CreateDbContext() => IsAway ? new SqliteTrackingContext(Nowhere) : store.CreateDbContext();
}
