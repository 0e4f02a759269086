using Tracking.Api.Composition;
using Tracking.Application.Sites;

namespace Tracking.Api.Operation;

/// <summary>The command <c>migrate</c>: brings the database up to this release, for operators who do that before they start processes.</summary>
internal static class MigrateCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (app, settings) = TrackingHost.Build(args);
        await using (app)
        {
            settings.MakeDataFolder();
            var first = await app.Services.GetRequiredService<IBootstrap>().RunAsync(migrate: true, cancellationToken);
            Console.WriteLine($"The database is up to date. Site: {first.Site}");
            StartBanner.ShowSecretKey(first);
        }

        return 0;
    }
}
