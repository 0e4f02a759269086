namespace Tracking.Infrastructure.Store.Bulk;

/// <summary>Writes many rows of one table at once, within the context's transaction and past its change tracker.</summary>
internal interface IBulkWriter
{
    /// <summary>Adds rows whose keys are new.</summary>
    Task AddAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class;

    /// <summary>Adds rows, and writes those anew whose keys are there.</summary>
    Task AddOrReplaceAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class;
}
