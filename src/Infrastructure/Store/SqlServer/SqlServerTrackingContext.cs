using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Store.Bulk;
using Tracking.Infrastructure.Store.Events;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Store.Sessions;

namespace Tracking.Infrastructure.Store.SqlServer;

/// <summary>The store on SQL Server.</summary>
internal sealed class SqlServerTrackingContext(DbContextOptions<SqlServerTrackingContext> options) : TrackingContext(options)
{
    public override IBulkWriter Bulk => new SqlServerBulkWriter(this);

    // The server's own collation may take "A" for "a": reports and keys compare code by code, as Sqlite does.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<string>().UseCollation("Latin1_General_BIN2");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var row in (Type[])[typeof(EventRow), typeof(MessageKeyRow), typeof(SessionRow), typeof(DeliveryRow)])
            AddStaging(modelBuilder, modelBuilder.Entity(row).Metadata);
    }

    /// <summary>A table of the same columns without key and index.</summary>
    private static void AddStaging(ModelBuilder modelBuilder, IMutableEntityType type)
    {
        var staging = modelBuilder.SharedTypeEntity<Dictionary<string, object>>(SqlServerBulkWriter.StagingOf(type.GetTableName()!));
        staging.HasNoKey();
        foreach (var property in type.GetProperties())
        {
            var column = staging.IndexerProperty(property.ClrType, property.Name).IsRequired(!property.IsNullable);
            if (property.GetMaxLength() is { } length)
                column.HasMaxLength(length);
        }
    }
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerTrackingContext>
{
    public SqlServerTrackingContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerTrackingContext>().UseSqlServer("Server=none").Options);
}
