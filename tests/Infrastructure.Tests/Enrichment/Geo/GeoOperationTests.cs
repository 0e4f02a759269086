using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Enrichment.Geo;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>What an operator sees of the geo files, and that the process looks after them by itself.</summary>
public sealed class GeoOperationTests : IAsyncLifetime, IDisposable
{
    private const string Address = "198.45.1.7";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GeoFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
    private GeoRefresher? refresher;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => refresher?.StopAsync(CancellationToken.None) ?? Task.CompletedTask;

    public void Dispose()
    {
        refresher?.Dispose();
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task New_files_answer_within_seconds()
    {
        await StartAsync(folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB")));

        folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "IE"));

        // Twice at most, as GeoChangeTests show.
        GeoRefresher.Every.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(2));
        await LookUntilAsync(() => folder.Find(Address).Place == new Place("IE", null, null));
    }

    [Fact]
    public async Task All_is_well_when_all_is_there()
    {
        await StartAsync(folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB")));

        (await HealthAsync()).ShouldBe((HealthStatus.Healthy, null));
        Measured("tracking.geo.failed").ShouldBe([("", 0)]);
    }

    [Fact]
    public async Task A_broken_file_degrades_health_says_what_to_do_and_is_counted()
    {
        await StartAsync(folder.Put("city.mmdb", MadeDatabase.City("198.45.1.0/24", "GB")));

        folder.Put("city.mmdb", [1, 2, 3]);
        await LookUntilAsync(() => folder.Database.Problems.Count > 0);

        (await HealthAsync()).ShouldBe((HealthStatus.Degraded,
            "city.mmdb is not a whole MaxMind DB file; what was last read of it goes on answering. "
            + "Put a whole .mmdb file in its place, by renaming it there: it answers within seconds."));
        Measured("tracking.geo.failed").ShouldBe([("", 1)]);
    }

    [Fact]
    public async Task Without_any_file_no_place_is_known_and_that_is_told()
    {
        File.Delete(folder.BundledPath);
        folder.Open("");

        folder.Find(GeoFolder.Bundled).ShouldBe(default);
        (await HealthAsync()).ShouldBe((HealthStatus.Degraded,
            "The bundled country file is not beside the program. No place is known. Build with Node, or set Geo__DatabasePath to a whole .mmdb file."));
    }

    [Fact]
    public async Task Ages_are_told_for_the_operators_oldest_file_and_for_the_bundled_one()
    {
        var now = time.GetUtcNow();
        folder.Put("city.mmdb", new MadeDatabase("City") { BuiltAt = now.AddDays(-2) }.Add("198.45.1.0/24", MadeDatabase.Entry("GB")))
            .Put("country.mmdb", new MadeDatabase("Country") { BuiltAt = now.AddDays(-9) }.Add("198.45.1.0/24", MadeDatabase.Entry("GB")));

        await StartAsync(folder);

        Measured("tracking.geo.age").ShouldBe(
            [("source=operator", 9 * 86_400), ("source=bundled", (now - folder.Database.Bundled!.BuiltAt).TotalSeconds)]);
    }

    private async Task StartAsync(GeoFolder files)
    {
        files.Open();
        refresher = new GeoRefresher(
            files.Database, new GeoMetrics(services.GetRequiredService<IMeterFactory>(), time), time, NullLogger<GeoRefresher>.Instance);
        await refresher.StartAsync(CancellationToken.None);
    }

    /// <summary>Lets time pass, a look at a time, until something holds.</summary>
    private async Task LookUntilAsync(Func<bool> holds)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (!holds())
        {
            (DateTimeOffset.UtcNow < end).ShouldBeTrue();
            time.Advance(GeoRefresher.Every);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private async Task<(HealthStatus Status, string? Text)> HealthAsync()
    {
        var result = await new GeoHealth(folder.Database).CheckHealthAsync(new HealthCheckContext());
        return (result.Status, result.Description);
    }

    private List<(string Tags, double Value)> Measured(string name)
    {
        var measured = new List<(string, double)>();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope == factory)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => measured.Add((Text(tags), value)));
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => measured.Add((Text(tags), value)));
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
