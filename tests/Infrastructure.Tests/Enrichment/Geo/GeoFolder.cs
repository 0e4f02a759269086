using System.Net;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect.Enrichment.Geo;
using Tracking.Infrastructure.Enrichment.Geo;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>An operator's folder of geo files, and a bundled file of one country beside it.</summary>
internal sealed class GeoFolder : IDisposable, ILogger<GeoDatabase>
{
    /// <summary>An address that the bundled file knows: in Brazil.</summary>
    public const string Bundled = "200.160.2.3";

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("tracking-geo-");
    private GeoDatabase? database;
    private int writes;

    public GeoFolder()
    {
        Directory.CreateDirectory(Path);
        Country.WriteTo(BundledPath);
    }

    public string Path => System.IO.Path.Combine(root.FullName, "geo");

    public string BundledPath => System.IO.Path.Combine(root.FullName, "country.mmdb");

    /// <summary>What was logged: level and line.</summary>
    public List<string> Log { get; } = [];

    public GeoDatabase Database => database ?? throw new InvalidOperationException("It was not opened.");

    /// <summary>A file as ip-location-db has it.</summary>
    private static MadeDatabase Country =>
        new MadeDatabase("country").Add("200.128.0.0/9", new Dictionary<string, object> { ["country_code"] = "BR" });

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Puts a file there, in one step as its time tells.</summary>
    public GeoFolder Put(string name, MadeDatabase content) => Put(name, content.ToBytes());

    /// <inheritdoc cref="Put(string, MadeDatabase)"/>
    public GeoFolder Put(string name, byte[] content)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path + ".new", content);
        // Two tests' writes may fall into one tick of the clock.
        File.SetLastWriteTimeUtc(path + ".new", new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(++writes));
        File.Move(path + ".new", path, overwrite: true);
        return this;
    }

    /// <summary>Opens what is there as a process does that starts.</summary>
    /// <param name="name">A file; <c>null</c>: the folder; empty: nothing is configured.</param>
    public GeoDatabase Open(string? name = null) => database = GeoDatabase.Open(
        new GeoOptions { DatabasePath = name switch { null => Path, "" => null, _ => PathOf(name) } }, BundledPath, this);

    /// <summary>Looks as often as it takes to read what has changed.</summary>
    public void Look()
    {
        Database.Refresh();
        Database.Refresh();
    }

    public GeoAnswer Find(string address) => Database.Find(IPAddress.Parse(address));

    public void Dispose()
    {
        database?.Dispose();
        root.Delete(recursive: true);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Log)
            Log.Add($"{logLevel}: {formatter(state, exception)}");
    }
}

internal static class MadeDatabaseFiles
{
    public static void WriteTo(this MadeDatabase database, string path) => File.WriteAllBytes(path, database.ToBytes());
}
