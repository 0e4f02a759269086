using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tracking.Infrastructure.Store.Bulk;

namespace Tracking.Infrastructure.Store.Sqlite;

/// <summary>The store on Sqlite.</summary>
internal sealed class SqliteTrackingContext(DbContextOptions<SqliteTrackingContext> options) : TrackingContext(options)
{
    public override IBulkWriter Bulk => new SqliteBulkWriter(this);

    // The provider would write 36 characters for each key; 16 bytes make the indexes half as large.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Guid>().HaveConversion<GuidToBytesConverter>();
}

internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteTrackingContext>
{
    public SqliteTrackingContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteTrackingContext>().UseSqlite("Data Source=:memory:").Options);
}
