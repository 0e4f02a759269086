namespace Tracking.Infrastructure.Store;

/// <summary>Settings <c>Storage__…</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Which database. Default <see cref="StorageProvider.Sqlite"/>.</summary>
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    /// <summary>What concerns SQL Server alone.</summary>
    public SqlServerOptions SqlServer { get; init; } = new();
}

/// <summary>Settings <c>Storage__SqlServer__…</c>.</summary>
public sealed class SqlServerOptions
{
    /// <summary>Most statements that EF sends at once, 1 to 1,000. 1 for compatible servers that lack what batches use. Default 42.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 1_000)]
    public int MaxBatchSize { get; init; } = 42;
}

/// <summary>The databases that can be the store.</summary>
public enum StorageProvider
{
    /// <summary>A file in the data folder.</summary>
    Sqlite,

    /// <summary>A server.</summary>
    SqlServer,
}
