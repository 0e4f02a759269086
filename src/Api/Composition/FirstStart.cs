using System.Data.Common;
using Tracking.Application.Sites;

namespace Tracking.Api.Composition;

/// <summary>Makes database, first site and keys before the service starts.</summary>
internal static partial class FirstStart
{
    /// <summary>Runs it. A worker migrates the store; an api process starts without a database that is away, and reads keys once it is back.</summary>
    /// <returns><c>null</c> when the database is away.</returns>
    public static async Task<FirstSite?> RunAsync(WebApplication app, TrackingSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await app.Services.GetRequiredService<IBootstrap>().RunAsync(migrate: settings.Works, cancellationToken);
        }
        catch (Exception exception) when (!settings.Works && exception is DbException or { InnerException: DbException })
        {
            LogAway(app.Logger, exception);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is away or not yet migrated; this process answers 503 until it can read sites and keys.")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
