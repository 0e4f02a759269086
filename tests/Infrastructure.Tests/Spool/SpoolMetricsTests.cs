using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Tests.Spool;

/// <summary>How long what is in the spool has waited, and how much leaves it.</summary>
public sealed class SpoolMetricsTests : IDisposable
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly SpoolFolder folder;

    public SpoolMetricsTests() => folder = new SpoolFolder { Time = time };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_age_is_that_of_the_oldest_batch_that_waits_to_be_stored_taken_or_not()
    {
        using var spool = folder.Open();
        var whenEmpty = Age();
        await spool.WriteAsync("first");
        time.Advance(TimeSpan.FromSeconds(30));
        var waiting = Age();
        await spool.WriteAsync("second");
        await spool.WriteAsync("third");
        time.Advance(TimeSpan.FromSeconds(10));
        var (first, second) = (Take(), Take());
        var taken = Age();
        spool.Complete(first);
        var firstStored = Age();
        time.Advance(TimeSpan.FromSeconds(1));
        spool.Complete(second);
        var thirdLeft = Age();
        spool.Complete(Take());

        (whenEmpty, waiting, taken, firstStored, thirdLeft, Age()).ShouldBe((0, 30, 40, 10, 11, 0));

        SpoolRecord Take()
        {
            spool.TryTake(out var record).ShouldBeTrue();
            return record;
        }
    }

    [Fact]
    public async Task What_a_dead_process_left_is_as_old_as_its_file()
    {
        using (var spool = folder.Open())
            await spool.WriteAsync("left");
        time.Advance(TimeSpan.FromHours(1));
        using var next = folder.Open();

        // The file has the real time, as exact as the file system is.
        Age().ShouldBe(3_600, tolerance: 60);
    }

    [Fact]
    public async Task What_is_stored_or_set_aside_has_left_the_spool()
    {
        long drained = 0;
        using var listener = Listen("tracking.spool.drained");
        listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => drained += bytes);
        listener.Start();
        using var spool = folder.Open();
        await spool.WriteAsync("12345");
        await spool.WriteAsync("1234567");
        var records = spool.TakeRecords();
        var before = drained;
        spool.Complete(records[0]);
        var stored = drained;
        spool.SetAside(records[1]);

        // Each with the first byte of what is compressed.
        (before, stored, drained).ShouldBe((0, 5 + 1, 12 + 2));
    }

    private double Age()
    {
        double? value = null;
        using var listener = Listen("tracking.spool.age");
        listener.SetMeasurementEventCallback<double>((_, measured, _, _) => value = measured);
        listener.Start();
        listener.RecordObservableInstruments();
        return value.ShouldNotBeNull();
    }

    private MeterListener Listen(string name) => new()
    {
        InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, folder.Meters))
                self.EnableMeasurementEvents(instrument);
        },
    };
}
