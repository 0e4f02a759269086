using Tracking.Application.Sites;
using Tracking.Infrastructure.Installation;

namespace Tracking.Api.Composition;

/// <summary>Makes database, first site and keys before the service starts; or, where events can be accepted without them, beside it.</summary>
internal sealed partial class FirstStart
{
    /// <summary>A database that hangs must not keep a process from accepting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private FirstStart(Task<FirstSite> site) => Site = site;

    /// <summary>The first site: there when the service starts, but where it starts without its database.</summary>
    public Task<FirstSite> Site { get; }

    /// <summary>
    /// Runs it until the service can start. A worker migrates the store, and does not start without it. A process that accepts starts without a
    /// database that is away, with what it last knew of it, and goes on trying.
    /// </summary>
    public static async Task<FirstStart> RunAsync(WebApplication app, TrackingSettings settings, CancellationToken cancellationToken)
    {
        var bootstrap = app.Services.GetRequiredService<IBootstrap>();
        var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping).Token;
        // Apart: Sqlite's client waits in the caller's thread.
        Task<FirstSite> TryAsync() => Task.Run(() => bootstrap.RunAsync(migrate: settings.Works, stopping), stopping);
        var first = TryAsync();
        if (settings.Accepts)
            await Task.WhenAny(first, Task.Delay(Patience, cancellationToken));
        if (settings.Accepts && (!first.IsCompleted || IsAway(first)))
        {
            var readAt = bootstrap.Restore();
            if (readAt is not null)
                LogRestored(app.Logger, readAt.Value, WordsOf(first));
            else if (!settings.Works)
                LogUnknown(app.Logger, WordsOf(first));
            if (readAt is not null || !settings.Works)
                return new FirstStart(GoOnAsync(app.Logger, first, TryAsync, stopping));
        }

        await first;
        return new FirstStart(first);
    }

    private static bool IsAway(Task attempt) => attempt.Exception is { InnerException: { } reason } && StoreConnection.WordsOf(reason) is not null;

    private static string WordsOf(Task attempt) => attempt.Exception is { InnerException: { } reason } && StoreConnection.WordsOf(reason) is { } words
        ? words : $"it said nothing for {Patience.TotalSeconds} s";

    private static async Task<FirstSite> GoOnAsync(ILogger logger, Task<FirstSite> attempt, Func<Task<FirstSite>> tryAsync, CancellationToken stopping)
    {
        var isLogged = false;
        while (true)
        {
            await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (attempt.IsCompletedSuccessfully || stopping.IsCancellationRequested)
                return await attempt;
            // Whatever it is: what is accepted meanwhile is stored only once it works.
            if (!IsAway(attempt) && !isLogged)
            {
                LogFailed(logger, attempt.Exception);
                isLogged = true;
            }

            await Task.Delay(Again, stopping);
            attempt = tryAsync();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is away. This process accepts events with the sites, settings and keys of {ReadAt:u}, as it last read them; what was changed since, it does not know. Until the database is back: reports, administration and new consents get 503, consents on record are unknown, and cookieless visitors are told apart by a salt of this process alone. It is tried again every second, in silence: check that its server runs and is reached from here, and that ConnectionStrings__Tracking names it. Its words: {Words}")]
    private static partial void LogRestored(ILogger logger, DateTimeOffset readAt, string words);

    [LoggerMessage(LogLevel.Error, "The database answers, but cannot be brought up to this release; that is tried again every second, and nothing is stored before.")]
    private static partial void LogFailed(ILogger logger, Exception? exception);

    [LoggerMessage(LogLevel.Warning, "The database is away or not yet migrated; this process answers 503 until it can read sites and keys. It is tried again every second, in silence: check that its server runs and is reached from here, that ConnectionStrings__Tracking names it, and that a worker, or the command migrate, has run. Its words: {Words}")]
    private static partial void LogUnknown(ILogger logger, string words);
}
