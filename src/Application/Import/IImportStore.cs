using Tracking.Application.Collect;

namespace Tracking.Application.Import;

/// <summary>Where an import's events go: stored in this process, so that what is counted as done is done.</summary>
public interface IImportStore : IEventBus, IIntakeTally
{
    /// <summary>How many of the published events were new to the store.</summary>
    int Stored { get; }

    /// <summary>Makes the store ready and loads what collecting needs.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made ready; the message says what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);
}
