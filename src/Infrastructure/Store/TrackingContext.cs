using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Secrets;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store.Bulk;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Store.Orders;
using Tracking.Infrastructure.Store.Outbox;
using Tracking.Infrastructure.Store.Sessions;
using Tracking.Infrastructure.Store.SetAside;

namespace Tracking.Infrastructure.Store;

/// <summary>The store's model, the same on both providers; each has a context of its own for its migrations.</summary>
internal abstract class TrackingContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<UserAgentRow> UserAgents => Set<UserAgentRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<OrderRow> Orders => Set<OrderRow>();

    public DbSet<MessageKeyRow> MessageKeys => Set<MessageKeyRow>();

    public DbSet<StoredBatchRow> StoredBatches => Set<StoredBatchRow>();

    public DbSet<IntakeCountRow> IntakeCounts => Set<IntakeCountRow>();

    public DbSet<RejectedSampleRow> RejectedSamples => Set<RejectedSampleRow>();

    public DbSet<SetAsideRow> SetAside => Set<SetAsideRow>();

    public DbSet<NumberRow> Numbers => Set<NumberRow>();

    public DbSet<SiteRow> Sites => Set<SiteRow>();

    public DbSet<SiteKeyRow> SiteKeys => Set<SiteKeyRow>();

    public DbSet<InstallationSecretRow> InstallationSecrets => Set<InstallationSecretRow>();

    public DbSet<DailySaltRow> DailySalts => Set<DailySaltRow>();

    public DbSet<OutboxLineRow> OutboxLines => Set<OutboxLineRow>();

    public DbSet<OutboxMessageRow> OutboxMessages => Set<OutboxMessageRow>();

    public DbSet<DestinationRow> Destinations => Set<DestinationRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<KeyRingRow> KeyRing => Set<KeyRingRow>();

    public DbSet<ConsentRow> Consents => Set<ConsentRow>();

    /// <summary>Writes many rows at once.</summary>
    public abstract IBulkWriter Bulk { get; }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TrackingContext).Assembly);
}
