using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Tracking.Api.Composition;
using Tracking.Application.Import;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Import;

/// <summary>The command <c>import FILE --site SITE</c>: reads a web server's log into page views.</summary>
internal static class ImportCommand
{
    private const string StandardInput = "-";
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(
        string file, string siteName, string? host, string[] settings, CancellationToken cancellationToken)
    {
        PageOrigin? origin = null;
        if (host is not null && !PageOrigin.TryParse(host, out origin))
            return Fail($"--host is '{host}'; allowed: the pages' host, like https://shop.example or shop.example (as https)");
        if (file != StandardInput && !File.Exists(file))
            return Fail($"The file {Path.GetFullPath(file)} is not there or cannot be read; - reads standard input.");

        var (app, configured) = TrackingHost.Build(settings);
        await using (app)
        {
            configured.RequireDatabase();
            configured.MakeDataFolder();
            await app.Services.GetRequiredService<IImportStore>().OpenAsync(cancellationToken);
            var directory = app.Services.GetRequiredService<ISiteDirectory>();
            if (!directory.TryGetSite(siteName, out var site))
            {
                return Fail(directory.Sites.Count == 0
                    ? "There is no site yet: start the service once, which makes the first."
                    : $"There is no site {siteName}; there is {string.Join(", ", directory.Sites.Select(one => one.Name))}.");
            }

            if (origin is null)
                Console.Error.WriteLine(WithoutHost(site));
            await using var source = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
            var summary = new ImportSummary();
            var watch = Stopwatch.StartNew();
            try
            {
                await ImportAsync(app, source, site, origin, summary, watch, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Print(summary, watch.Elapsed, site);
                return Fail("Stopped. What was stored stays; run the same command again to go on.");
            }
            catch (InvalidDataException exception)
            {
                Print(summary, watch.Elapsed, site);
                return Fail($"The file is damaged or cut off: {exception.Message} What was read before is stored; run it again with a whole file.");
            }

            Print(summary, watch.Elapsed, site);
            return summary is { Lines: > 0, Pages: 0 } ? Fail("No line of it is a page view: is it a web server's log, and of that site?") : 0;
        }
    }

    private static async Task ImportAsync(
        WebApplication app, Stream source, Site site, PageOrigin? origin, ImportSummary summary, Stopwatch watch, CancellationToken cancellationToken)
    {
        var import = app.Services.GetRequiredService<LogImport>();
        var reader = new LogReader(source);
        var total = source.CanSeek ? source.Length : 0;
        var robotsReaders = await RobotsReaders.OfAsync(source, cancellationToken);
        var running = import.RunAsync(reader, robotsReaders, site, origin, summary, cancellationToken);
        if (Console.IsErrorRedirected)
        {
            while (await Task.WhenAny(running, Task.Delay(SayEvery, CancellationToken.None)) != running)
                Console.Error.WriteLine(Progress(summary, reader, total, watch.Elapsed));
        }
        else
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async progress =>
                {
                    var bar = progress.AddTask("lines", maxValue: Math.Max(1, total));
                    bar.IsIndeterminate = total == 0;
                    while (await Task.WhenAny(running, Task.Delay(ShowEvery, CancellationToken.None)) != running)
                    {
                        bar.Value = reader.BytesRead;
                        bar.Description = $"{summary.Lines:N0} lines, {Rate(summary, watch.Elapsed)}";
                    }

                    bar.Value = bar.MaxValue;
                });
        }

        await running;
    }

    private static void Print(ImportSummary summary, TimeSpan took, Site site)
    {
        Line("lines read", summary.Lines);
        Line("page views", summary.Pages);
        Line("  stored", summary.Stored);
        Line("  stored already by an earlier run", summary.Known);
        Line("  dropped, since the site drops what has no consent", summary.Dropped);
        Line("  rejected, since they break the contract", summary.Rejected);
        Line("skipped", summary.Lines - summary.Pages);
        foreach (var (reason, lines) in summary.Skipped)
            Line($"  {WordsOf(reason)}", lines);
        Console.WriteLine($"{took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s, {Rate(summary, took)}");
        if (summary.WithoutHost > 0)
        {
            Console.WriteLine($"{summary.WithoutHost:N0} page views are stored under {PageOrigin.Unknown(site.Name)}, since neither the log nor the "
                + "site says their host: before you import more, set the site's hosts, or give --host https://shop.example.");
        }

        if (summary.HostNames > 0)
            Console.WriteLine($"{summary.HostNames:N0} lines have a host name in place of an address; visitors were told apart by it.");
    }

    private static void Line(string what, long count) => Console.WriteLine($"{what,-52} {count,12:N0}");

    // Said before anything is stored, since stored pages keep their host.
    private static string WithoutHost(Site site)
    {
        var origin = PageOrigin.WhereUnsaid(site);
        return $"Without --host a page's host is what its line names, else {origin}, " + (origin != PageOrigin.Unknown(site.Name)
            ? "the first of the site's hosts."
            : "since the site lists no hosts. Visits from your own pages count as referrals then: to be sure, stop, and give --host https://shop.example.");
    }

    private static string WordsOf(SkipReason reason) => reason switch
    {
        SkipReason.NotParsable => "not a line of common or combined format",
        SkipReason.Unfinished => "cut off at the end of the file",
        SkipReason.NoRequest => "no HTTP request in it",
        SkipReason.MethodNotGet => "method is not GET",
        SkipReason.StatusNotPage => "status is neither 200 nor 304",
        SkipReason.Feed => "a feed",
        SkipReason.Asset => "an asset, not a page",
        SkipReason.NoUrl => "no path, or too long a URL",
        _ => reason.ToString(),
    };

    private static string Progress(ImportSummary summary, LogReader reader, long total, TimeSpan took) =>
        (total > 0 ? $"{100.0 * reader.BytesRead / total:0} %, " : string.Empty) + $"{summary.Lines:N0} lines, {Rate(summary, took)}";

    private static string Rate(ImportSummary summary, TimeSpan took) =>
        $"{summary.Lines / Math.Max(took.TotalSeconds, 0.001):N0} lines/s";

    private static int Fail(string line)
    {
        Console.Error.WriteLine(line);
        return 2;
    }
}
