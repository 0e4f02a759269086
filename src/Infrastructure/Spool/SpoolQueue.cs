using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Tracking.Infrastructure.Spool;

/// <summary>What waits in the spool's files, oldest first, and what readers have taken of it. It holds a place in each file, and no record that waits.</summary>
/// <param name="lost">Is told of a record that the disk does not give back.</param>
internal sealed class SpoolQueue(Action<SpoolSegment, Exception> lost)
{
    private readonly Lock gate = new();
    private readonly Lock reading = new();
    private readonly Queue<SpoolSegment> segments = new();
    private readonly HashSet<SpoolRecord> taken = [];
    private readonly Channel<bool> written = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>When the oldest record that is not complete was accepted; <c>null</c> when there is none.</summary>
    public DateTimeOffset? OldestAt
    {
        get
        {
            lock (gate)
            {
                var oldest = Oldest()?.NextAcceptedAt;
                foreach (var record in taken)
                    oldest = oldest < record.AcceptedAt ? oldest : record.AcceptedAt;
                return oldest;
            }
        }
    }

    /// <summary>Adds a file behind the others.</summary>
    public void Add(SpoolSegment segment)
    {
        lock (gate)
            segments.Enqueue(segment);
    }

    /// <summary>Notes that something was written to a file of these.</summary>
    public void Wake() => written.Writer.TryWrite(true);

    /// <summary>Notes that nothing more will be written.</summary>
    public void Close() => written.Writer.TryComplete();

    /// <summary>Waits until there is a record that no reader has taken yet.</summary>
    /// <returns>False when there will be none.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        while (Oldest() is null)
        {
            if (!await written.Reader.WaitToReadAsync(cancellationToken))
                return false;
            written.Reader.TryRead(out _);
        }

        return true;
    }

    /// <summary>Takes the oldest record that no reader has taken yet. One that the disk does not give back is passed over.</summary>
    public bool TryTake([NotNullWhen(true)] out SpoolRecord? record)
    {
        lock (reading)
        {
            while (Oldest() is { } segment)
            {
                try
                {
                    record = segment.Take();
                    lock (gate)
                        taken.Add(record);
                    return true;
                }
                catch (Exception exception) when (exception is IOException or InvalidDataException)
                {
                    lost(segment, exception);
                }
            }
        }

        record = null;
        return false;
    }

    /// <summary>Notes that a record needs to wait no more.</summary>
    public void Complete(SpoolRecord record)
    {
        lock (gate)
            taken.Remove(record);
    }

    private SpoolSegment? Oldest()
    {
        lock (gate)
        {
            while (segments.TryPeek(out var segment))
            {
                // In this order: nothing is appended to a file that is sealed.
                var isSealed = segment.IsSealed;
                if (segment.HasMore)
                    return segment;
                if (!isSealed)
                    return null;
                segments.Dequeue();
            }

            return null;
        }
    }
}
