using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>A folder of files, one an hour, with an event in the contract's shape on each line (NDJSON).</summary>
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
        new Files(new HourFolder(options.FilesRoot!, settings.Folder, id), time);
}

/// <summary>One of them.</summary>
internal sealed class Files : IDestination
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly HourFolder folder;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private readonly Lock turn = new();
    private PartFile? open;
    private bool isDisposed;

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
    public Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        var trouble = Try(() => OfThisHour().Append(events));
        return Task.FromResult(trouble is null ? new SendResult(SendResultKind.Confirmed) : new SendResult(SendResultKind.TryAgain, trouble));
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

        if (open is not null && open.Hour != hour)
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
        }
    }

    private void End()
    {
        var ended = open;
        open = null;
        if (ended is not null)
            folder.Complete(ended);
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
