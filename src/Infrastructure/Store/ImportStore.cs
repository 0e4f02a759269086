using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Import;
using Tracking.Domain.Collect;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store.Intake;

namespace Tracking.Infrastructure.Store;

/// <summary>
/// Stores an import's events straight into the store, beside whatever workers do: by the same transaction
/// as theirs.
/// </summary>
internal sealed class ImportStore(EventWriter writer, StoreMigration migration, HashKeys hashKeys, SiteDirectory directory) : IImportStore
{
    private readonly List<IntakeCount> counts = [];

    /// <inheritdoc/>
    public int Stored { get; private set; }

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await migration.RunAsync(cancellationToken);
        await hashKeys.LoadAsync(cancellationToken);
        await directory.RefreshAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task PublishAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken)
    {
        var batch = new EventBatch(Guid.CreateVersion7(), events, [.. counts], []);
        Stored += await writer.StoreAsync([batch], cancellationToken);
        counts.Clear();
    }

    /// <inheritdoc/>
    public void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason) =>
        counts.Add(new IntakeCount(siteId, IntakeTotals.QuarterOf(receivedAt), IntakeKind.Dropped, Words.Of(reason), 1));

    /// <inheritdoc/>
    public void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error) =>
        counts.Add(new IntakeCount(siteId, IntakeTotals.QuarterOf(receivedAt), IntakeKind.Rejected, Words.Of(error.Reason), 1));
}
