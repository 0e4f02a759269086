using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>The first minutes with the program: started in an empty folder, its printed lines pasted into a shell.</summary>
[Collection(SharedBrokerTests.Name)]
public class FirstStartTests(SharedBroker shared)
{
    private const double ReportedWithin = 5;

    [Fact]
    public Task The_printed_lines_send_an_event_and_read_it_back() => FollowAsync([]);

    [BrokerFact]
    public async Task The_printed_lines_do_so_with_a_broker_too() => await FollowAsync(new()
    {
        ["Bus__Transport"] = "RabbitMq",
        ["ConnectionStrings__RabbitMq"] = await shared.UriAsync(),
    });

    [Fact]
    public async Task Where_the_database_of_an_installation_is_gone_no_new_one_is_begun()
    {
        await using var installation = new Installation();
        var process = await installation.StartEmbedded().ReadyAsync();
        await Wait.UntilAsync("the snapshot is written", 30, () => File.Exists(installation.DataPath("data", "snapshot")));
        process.Terminate();
        await process.ExitAsync(15);
        Directory.CreateDirectory(installation.DataPath("elsewhere"));
        foreach (var file in Directory.GetFiles(installation.DataPath("data"), "tracking.db*"))
            File.Move(file, file.Replace("/data/", "/elsewhere/", StringComparison.Ordinal));

        var refused = installation.StartEmbedded();
        (await refused.ExitAsync(60)).ShouldBe(1, refused.Said);
        refused.Errors.ShouldContain("is of an installation with the site shop. Is it the right database");
        foreach (var file in Directory.GetFiles(installation.DataPath("data"), "tracking.db*"))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(installation.DataPath("elsewhere")))
            File.Move(file, file.Replace("/elsewhere/", "/data/", StringComparison.Ordinal));
        await installation.StartEmbedded().ReadyAsync();
        (await Http.StatusAsync($"{installation.Url}/v1/reports/overview", Installation.SecretKey)).ShouldBe(200);
    }

    [Theory]
    [InlineData("Bus__Transport", "Kafka")]
    [InlineData("ConnectionStrings__RabbitMq", "localhost:5672", "ConnectionStrings__RabbitMq")]
    [InlineData("Stroage__Provider", "Sqlite", "Stroage__Provider")]
    [InlineData("Spool__MaxBytes", "1000")]
    [InlineData("Spool__MaxBites", "10000000")]
    [InlineData("Host__Roles", "api")]
    [InlineData("Storage__Provider", "Postgres")]
    [InlineData("Storage__Provider", "SqlServer", "ConnectionStrings__Tracking")]
    [InlineData("ConnectionStrings__Tracking", "nonsense")]
    [InlineData("ConnectionStrings__Tracking", "")]
    [InlineData("Data__Directory", "")]
    [InlineData("Collect__EventsPath", "{")]
    [InlineData("Collect__EventsPath", "/v1/consents")]
    [InlineData("Collect__EventsPath", "/metrics")]
    [InlineData("Collect__ScriptPath", "/docs")]
    [InlineData("Collect__ScriptPath", "tracker.js")]
    [InlineData("Bootstrap__WriteKey", "wk_short")]
    [InlineData("ConnectionStrings__RabbitMQUrl", "amqp://localhost")]
    public async Task A_wrong_setting_stops_the_start_with_a_line_that_names_it(string setting, string value, string? named = null)
    {
        var folder = Directory.CreateTempSubdirectory("tracking-reliability-").FullName;
        try
        {
            await using var process = TrackingProcess.Start(folder, Http.FreeUrl(), new Dictionary<string, string> { [setting] = value });
            (await process.ExitAsync(30)).ShouldBe(2, process.Said);
            process.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith((named ?? setting) + " ");
            process.Errors.ShouldNotContain("wk_short");
            Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("ftp://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:5080/path")]
    public async Task An_address_that_is_none_stops_the_start_with_a_line_that_says_how_one_looks(string url)
    {
        await using var installation = new Installation();
        var run = installation.Command("serve", "--urls", url);

        (await run.ExitAsync(30)).ShouldBe(2, run.Said);
        run.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith($"--urls has '{url}'; allowed: http://ADDRESS:PORT");
        Directory.Exists(installation.DataPath("data")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("127.0.0.1", "Another program listens there")]
    [InlineData("203.0.113.7", "one of this machine")]
    public async Task An_address_that_is_taken_or_not_here_stops_the_start_with_one_line(string address, string said)
    {
        await using var installation = new Installation();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var run = installation.Command("serve", "--urls", $"http://{address}:{((IPEndPoint)other.LocalEndpoint).Port}");

        (await run.ExitAsync(60)).ShouldBe(1, run.Said);
        run.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain(said);
        run.Errors.ShouldContain("--urls");
        run.Said.ShouldNotContain("   at ");
        run.Said.ShouldNotContain("xception");
    }

    [Fact]
    public async Task What_is_stored_only_its_owner_can_read_whatever_the_folders_rights()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        await using var installation = new Installation();
        var data = Directory.CreateDirectory(installation.DataPath("data")).FullName;
        File.SetUnixFileMode(data, File.GetUnixFileMode(data) | others);
        await installation.StartEmbedded().ReadyAsync();

        var files = Directory.GetFiles(data, "*", SearchOption.AllDirectories);
        files.Count(file => Path.GetFileName(file).StartsWith("tracking.db", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(3);
        foreach (var file in files)
            (File.GetUnixFileMode(file) & others).ShouldBe(UnixFileMode.None, file);
    }

    [Theory]
    [InlineData("SqlServer", "nonsense", 2)]
    [InlineData("SqlServer", "Server=tcp:127.0.0.1,1;Connect Timeout=1;User Id=a;Password=kept-to-itself", 1)]
    [InlineData("Sqlite", "Data Source=/nowhere/tracking.db", 1)]
    public async Task A_database_that_cannot_be_used_stops_a_start_that_migrates_with_one_line(string provider, string connection, int exitCode)
    {
        var folder = Directory.CreateTempSubdirectory("tracking-reliability-").FullName;
        try
        {
            await using var process = TrackingProcess.Start(folder, Http.FreeUrl(), new Dictionary<string, string>
            {
                ["Storage__Provider"] = provider,
                ["ConnectionStrings__Tracking"] = connection,
            });
            (await process.ExitAsync(60)).ShouldBe(exitCode, process.Said);
            process.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith("ConnectionStrings__Tracking ");
            process.Said.ShouldNotContain("kept-to-itself");
            process.Said.ShouldNotContain("   at ");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FollowAsync(Dictionary<string, string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("tracking-reliability-").FullName;
        try
        {
            await using var process = TrackingProcess.Start(folder, Http.FreeUrl(), settings);
            await Wait.UntilAsync("the start's lines are printed", 60, () => process.Output.Contains("Look around", StringComparison.Ordinal), () => process.Said);
            var lines = process.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
            process.Output.ShouldNotContain("sk_");

            var send = await ShellAsync($"{lines[0]} --silent --show-error --write-out '\\n%{{http_code}}'");
            send.Split('\n')[^1].ShouldBe("202", send);
            var read = lines.Single(line => line.Contains("/v1/reports/events", StringComparison.Ordinal));
            var report = string.Empty;
            await Wait.UntilAsync("the report shows the event", ReportedWithin, async () =>
            {
                report = await ShellAsync($"{read} --silent --show-error");
                return report.Contains("https://shop.example/welcome", StringComparison.Ordinal);
            }, () => report);
            using var overview = JsonDocument.Parse(await ShellAsync(
                $"{lines.Single(line => line.Contains("/v1/reports/overview", StringComparison.Ordinal))} --silent --show-error"));
            overview.RootElement.GetProperty("metrics").GetProperty("pageViews").GetInt64().ShouldBe(1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> ShellAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, $"{line}{Environment.NewLine}{output}{await errors}");
        return output;
    }
}
