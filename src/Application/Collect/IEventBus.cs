using Tracking.Domain.Collect;

namespace Tracking.Application.Collect;

/// <summary>Takes domain events to the workers.</summary>
public interface IEventBus
{
    /// <summary>
    /// Publishes the events of one request together. When it returns they are durable: they survive the death of any process and
    /// will be stored.
    /// </summary>
    /// <exception cref="NotDurableException">They could not be made durable now; the sender is to try again.</exception>
    Task PublishAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken);
}

/// <summary>Nothing durable can be written now: the spool is full or failing, or the broker does not confirm.</summary>
public sealed class NotDurableException : Exception
{
    /// <summary>Without a reason.</summary>
    public NotDurableException()
        : this("Nothing durable can be written now.")
    {
    }

    /// <summary>With a reason for the operator's log.</summary>
    public NotDurableException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public NotDurableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
