using System.Collections.Concurrent;
using System.Text;
using Tracking.Infrastructure.Destinations;

namespace Tracking.Infrastructure.Tests.Destinations.Forwarding;

/// <summary>A destination whose answers a test gives.</summary>
/// <param name="answer">The answer to a batch.</param>
internal sealed class ScriptedDestination(Func<IReadOnlyList<MappedEvent>, CancellationToken, Task<SendResult>> answer) : IDestination
{
    private readonly ConcurrentQueue<IReadOnlyList<long>> requests = new();

    /// <summary>What came, by the numbers of the events.</summary>
    public IReadOnlyCollection<IReadOnlyList<long>> Requests => requests;

    /// <summary>Whether it was ended in good order.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public BatchLimits Limits => new(10, 100_000);

    /// <summary>So many that are mapped.</summary>
    public static IReadOnlyList<MappedEvent> Mapped(int count) => [.. Enumerable.Range(1, count).Select(id => new MappedEvent(id, Encoding.ASCII.GetBytes($"{id}")))];

    /// <inheritdoc/>
    public Mapping Map(ForwardedEvent forwarded) => new MappedEvent(forwarded.Id, Encoding.ASCII.GetBytes($"{forwarded.Id}"));

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        requests.Enqueue([.. events.Select(one => one.Id)]);
        return answer(events, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<(bool IsTaken, IReadOnlyList<string> Says)> TestAsync(MappedEvent sample, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => IsDisposed = true;
}
