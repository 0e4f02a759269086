using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tracking.Infrastructure.Store.SqlServer;

/// <summary>The store on SQL Server.</summary>
internal sealed class SqlServerTrackingContext(DbContextOptions<SqlServerTrackingContext> options) : TrackingContext(options)
{
    // The server's own collation may take "A" for "a": reports and keys compare code by code, as Sqlite does.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<string>().UseCollation("Latin1_General_BIN2");
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerTrackingContext>
{
    public SqlServerTrackingContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerTrackingContext>().UseSqlServer("Server=none").Options);
}
