using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>A folder of files, one an hour, with an event in the contract's shape on each line (NDJSON) or in each row (Parquet).</summary>
internal sealed class FilesKind(IValidator<FilesSettings> validator, DestinationsOptions options, TimeProvider time) : DestinationKind<FilesSettings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "files";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => [];

    /// <inheritdoc/>
    protected override IDestination Open(int id, FilesSettings settings) =>
        new Files(new HourFolder(options.FilesRoot!, settings.Folder, id, settings.Format == FilesSettings.Parquet), time);
}

/// <summary>One of them.</summary>
internal sealed class Files : IDestination
{
    /// <summary>A file that is larger is ended before its hour is, so that making a Parquet file of it takes seconds.</summary>
    private const long Largest = 1_000_000_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly HourFolder folder;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private readonly Lock turn = new();
    private PartFile? open;
    private bool isDisposed;

    /// <summary>What is converted, one after the other, and beside what is written.</summary>
    internal Task Converting { get; private set; } = Task.CompletedTask;

    /// <summary>Opens nothing before something is to be written.</summary>
    public Files(HourFolder folder, TimeProvider time)
    {
        (this.folder, this.time) = (folder, time);
        // An hour ends also when nothing comes after it.
        timer = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <inheritdoc/>
    public BatchLimits Limits { get; } = new(1_000, 4_000_000);

    /// <inheritdoc/>
    public bool IsOrdered => true;

    /// <inheritdoc/>
    public Mapping Map(ForwardedEvent forwarded) =>
        new MappedEvent(forwarded.Id, JsonSerializer.SerializeToUtf8Bytes(forwarded.Event, StoredData.Json));

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        // Not on the caller's thread, which has the line to hold: a disk can take its time.
        var trouble = await Task.Run(() => Try(() => OfThisHour().Append(events)), cancellationToken);
        return trouble is null ? new SendResult(SendResultKind.Confirmed) : new SendResult(SendResultKind.TryAgain, trouble);
    }

    /// <summary>Looks whether the folder can be written to: an event that is made up would stay among the others.</summary>
    public Task<(bool IsTaken, IReadOnlyList<string> Says)> TestAsync(MappedEvent sample, CancellationToken cancellationToken)
    {
        var trouble = Try(folder.Probe);
        return Task.FromResult<(bool, IReadOnlyList<string>)>((trouble is null, trouble is null ? [] : [trouble]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        lock (turn)
        {
            isDisposed = true;
            Tidy(End);
        }
    }

    /// <summary>Writes something, or says why it cannot be.</summary>
    private string? Try(Action write)
    {
        lock (turn)
        {
            try
            {
                if (folder.Claim() is { } trouble)
                    return trouble;
                write();
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What is known of the file may be wrong now: it is opened anew.
                open?.Dispose();
                open = null;
                return exception is IOException ? "write_failed" : "not_permitted";
            }
        }
    }

    private PartFile OfThisHour()
    {
        var hour = HourFolder.HourOf(time.GetUtcNow());
        if (open is not null && folder.HasLost(open))
        {
            open.Dispose();
            open = null;
        }

        if (open is not null && (open.Hour != hour || open.Length > Largest))
            End();
        if (open is null)
        {
            folder.CompleteAllBut(hour);
            open = folder.Open(hour);
        }

        return open;
    }

    private void Look()
    {
        lock (turn)
        {
            if (isDisposed)
                return;
            var hour = HourFolder.HourOf(time.GetUtcNow());
            Tidy(() =>
            {
                if (open is not null && open.Hour != hour)
                    End();
                folder.CompleteAllBut(hour);
            });
            Convert();
        }
    }

    private void End()
    {
        var ended = open;
        open = null;
        if (ended is null)
            return;
        folder.Complete(ended);
        Convert();
    }

    /// <summary>Makes Parquet files beside what is written. What is not made when the process ends is made by the next one.</summary>
    private void Convert()
    {
        var before = Converting;
        Converting = Task.Run(async () =>
        {
            await before;
            try
            {
                await folder.ConvertAsync();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A disk that is full or away: it is done with the next look.
            }
        });
    }

    /// <summary>What cannot be completed now is so later, by whoever opens the folder next.</summary>
    private static void Tidy(Action complete)
    {
        try
        {
            complete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A disk that is full or away; what is written next says so.
        }
    }
}
