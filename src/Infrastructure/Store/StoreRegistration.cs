using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Operation;
using Tracking.Infrastructure.Store.SetAside;
using Tracking.Infrastructure.Store.Sqlite;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Store;

/// <summary>Registers the store of the chosen provider.</summary>
internal static class StoreRegistration
{
    /// <summary>Adds the context's factory, for both providers under the same type.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, StorageOptions storage, DataOptions data, string? connectionString)
    {
        if (storage.Provider == StorageProvider.SqlServer)
        {
            services.AddPooledDbContextFactory<SqlServerTrackingContext>(options => options.UseSqlServer(
                connectionString, server => server.MaxBatchSize(storage.SqlServer.MaxBatchSize)));
            services.AddSingleton<IDbContextFactory<TrackingContext>, Factory<SqlServerTrackingContext>>();
        }
        else
        {
            services.AddPooledDbContextFactory<SqliteTrackingContext>(options => options
                .UseSqlite(
                    connectionString ?? $"Data Source={data.PathOf("tracking.db")}",
                    // Lists as one parameter of JSON: with one for each value, EF writes the statement anew each time.
                    sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                .AddInterceptors(new SqlitePragmas()));
            services.AddSingleton<IDbContextFactory<TrackingContext>, Factory<SqliteTrackingContext>>();
        }

        return services.AddSingleton<EventWriter>().AddSingleton<SetAsideEvents>()
            .AddSingleton<ISetAsideEvents>(provider => provider.GetRequiredService<SetAsideEvents>());
    }

    private sealed class Factory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<TrackingContext>
        where TContext : TrackingContext
    {
        public TrackingContext CreateDbContext() => inner.CreateDbContext();

        public async Task<TrackingContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
