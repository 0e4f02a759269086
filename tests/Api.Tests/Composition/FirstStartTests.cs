using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tracking.Api.Composition;
using Tracking.Application.Sites;

namespace Tracking.Api.Tests.Composition;

/// <summary>A start beside a service that accepts already is tried until it works.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task Whatever_fails_once_the_service_accepts_is_logged_once_and_tried_again_until_it_works()
    {
        // The database is away; another process migrates for too long; the pool has no connection; it works.
        var bootstrap = new Trying(new SqliteException("away", 14), new IOException("locked"), new InvalidOperationException("no connection"));
        var log = new CapturedLog();
        var (built, settings) = TrackingHost.Build(["--urls", "http://127.0.0.1:0"]);
        await using var unused = built;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<IBootstrap>(bootstrap);
        await using var app = builder.Build();

        var start = await FirstStart.RunAsync(app, settings, CancellationToken.None);
        start.Site.IsCompleted.ShouldBeFalse();
        (await start.Site.WaitAsync(TimeSpan.FromSeconds(30))).Site.ShouldBe("shop");

        bootstrap.Tries.ShouldBe(4);
        var away = log.Text.Split('\n').Where(line => line.Contains("The database is away", StringComparison.Ordinal)).ShouldHaveSingleItem();
        foreach (var told in (string[])["Its words: away", "tried again every second", "ConnectionStrings__Tracking"])
            away.ShouldContain(told);
        log.Errors.ShouldHaveSingleItem().ShouldContain("cannot be brought up to this release");
    }

    private sealed class Trying(params Exception[] failures) : IBootstrap
    {
        public int Tries { get; private set; }

        public Task<FirstSite> RunAsync(bool migrate, CancellationToken cancellationToken) => Tries++ < failures.Length
            ? Task.FromException<FirstSite>(failures[Tries - 1])
            : Task.FromResult(new FirstSite("shop", null, null, null));

        public DateTimeOffset? Restore() => DateTimeOffset.UnixEpoch;
    }
}
