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
    private readonly Dictionary<(int SiteId, long QuarterStartMs, IntakeKind Kind, string Reason), long> counts = [];

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
        var batch = new EventBatch(Guid.CreateVersion7(), events, [.. counts.Select(Count)], []);
        Stored += await writer.StoreAsync([batch], cancellationToken);
        counts.Clear();
    }

    /// <inheritdoc/>
    public void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason) =>
        Add(siteId, receivedAt, IntakeKind.Dropped, Words.Of(reason));

    /// <inheritdoc/>
    public void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error) =>
        Add(siteId, receivedAt, IntakeKind.Rejected, Words.Of(error.Reason));

    private static IntakeCount Count(KeyValuePair<(int SiteId, long QuarterStartMs, IntakeKind Kind, string Reason), long> one) =>
        new(one.Key.SiteId, one.Key.QuarterStartMs, one.Key.Kind, one.Key.Reason, one.Value);

    private void Add(int siteId, DateTimeOffset receivedAt, IntakeKind kind, string reason)
    {
        var key = (siteId, IntakeTotals.QuarterOf(receivedAt), kind, reason);
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
