using System.Globalization;
using System.Text.Json;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Import;

/// <summary>What the program reports of an imported log, against a plain count of the log's lines.</summary>
public class ImportedReportTests
{
    [ExampleLogFact]
    public async Task A_real_log_is_reported_as_its_lines_say_after_one_import_and_after_two()
    {
        var log = ExampleLog.Find()!;
        var counted = RawLogCount.Of(File.ReadLines(log));
        // awk -F'"' over the pages of RealLogTests, by day, /24 and user agent: the plain count is itself held to something.
        counted.ShouldBe(new RawLogCount(2_880, 1_133, 1_627, 1_155));
        await CompareAsync(_ => log, "2015-05-17", "2015-05-21");
    }

    [Fact]
    public async Task A_made_log_is_reported_as_its_lines_say_after_one_import_and_after_two() =>
        await CompareAsync(Write, "2026-03-01", "2026-03-06");

    private static async Task CompareAsync(Func<string, string> make, string from, string to)
    {
        await using var installation = new Installation();
        var log = make(installation.DataPath("access.log"));
        var counted = RawLogCount.Of(File.ReadLines(log));
        counted.Sessions.ShouldBeGreaterThan(counted.Visitors);
        for (var imports = 1; imports <= 2; imports++)
        {
            var program = await installation.StartEmbedded().ReadyAsync();
            program.Terminate();
            await program.ExitAsync(30);
            var import = installation.Command("import", log, "--site", "shop", "--host", "https://shop.example");
            (await import.ExitAsync(120)).ShouldBe(0, import.Said);

            program = await installation.StartEmbedded().ReadyAsync();
            var answer = await Http.GetAsync(
                $"{installation.Url}/v1/reports/overview?bots=include&timezone=Etc/UTC&from={from}&to={to}", Installation.SecretKey);
            program.Terminate();
            await program.ExitAsync(30);
            using var report = JsonDocument.Parse(answer);
            var metrics = report.RootElement.GetProperty("metrics");
            metrics.GetProperty("pageViews").GetInt64().ShouldBe(counted.PageViews);
            metrics.GetProperty("visitors").GetInt64().ShouldBe(counted.Visitors);
            metrics.GetProperty("sessions").GetInt64().ShouldBe(counted.Sessions);
            metrics.GetProperty("bounceRate").GetDouble().ShouldBe((double)counted.Bounces / counted.Sessions, 1e-9);
        }
    }

    /// <summary>Visitors of some networks and user agents over four days, with pauses on both sides of half an hour.</summary>
    private static string Write(string path)
    {
        var random = new Random(16);
        using var writer = new StreamWriter(path);
        for (var visitor = 0; visitor < 200; visitor++)
        {
            var time = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(4 * 86_400));
            for (var views = random.Next(1, 6); views > 0; views--)
            {
                var (request, status) = random.Next(8) switch
                {
                    0 => ("GET /images/logo.png HTTP/1.1", 200),
                    1 => ("POST /cart HTTP/1.1", 200),
                    2 => ("GET /gone HTTP/1.1", 404),
                    3 => ("GET /feed/ HTTP/1.1", 200),
                    _ => ($"GET /products/{random.Next(50)} HTTP/1.1", 200),
                };
                var written = time.ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture);
                writer.Write($"198.51.{visitor % 40}.{random.Next(200)} - - [{written} +0000] \"{request}\" {status} 512 \"-\" \"Mozilla/5.0 Firefox/{visitor % 3}.0\"\n");
                time = time.AddSeconds(random.Next(3) switch { 0 => 1_799, 1 => 1_800, _ => random.Next(600) });
            }
        }

        return path;
    }
}
