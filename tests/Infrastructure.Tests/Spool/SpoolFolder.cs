using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Tests.Spool;

/// <summary>A data folder whose spool one process after another opens.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("tracking-spool-");

    public string Path => System.IO.Path.Combine(data.FullName, "spool");

    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Path).Order(StringComparer.Ordinal)];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A disk that does not do as it should.</summary>
    public SpoolDisk? Disk { get; set; }

    public IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    public SpoolLog Open(long maxBytes = long.MaxValue) => new(
        new DataOptions { Directory = data.FullName }, new SpoolOptions { MaxBytes = maxBytes },
        new BusMetrics(Meters), Time, NullLogger<SpoolLog>.Instance)
    { Disk = Disk ?? new SpoolDisk(Time) };

    /// <summary>What a process that starts now finds.</summary>
    public IReadOnlyList<string> Recovered()
    {
        using var spool = Open();
        return spool.TakeAll();
    }

    public void Dispose()
    {
        services.Dispose();
        data.Delete(recursive: true);
    }
}

internal static class SpoolReading
{
    public static Task WriteAsync(this SpoolLog spool, string text) =>
        spool.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), CancellationToken.None);

    public static IReadOnlyList<SpoolRecord> TakeRecords(this SpoolLog spool)
    {
        var records = new List<SpoolRecord>();
        while (spool.TryTake(out var record))
            records.Add(record);
        return records;
    }

    public static IReadOnlyList<string> TakeAll(this SpoolLog spool) =>
        [.. spool.TakeRecords().Select(record => System.Text.Encoding.UTF8.GetString(Batch(record)))];

    /// <summary>Bytes that no compression makes fewer.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Batch(SpoolRecord record)
    {
        var batch = new byte[record.BatchLength];
        record.ReadBatch(batch);
        return batch;
    }
}
