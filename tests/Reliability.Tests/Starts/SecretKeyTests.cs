using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>The secret key of a first start: it is said once, and holds whatever becomes of that start.</summary>
public sealed partial class SecretKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tracking-reliability-").FullName;
    private TcpListener? taken;

    private string KeyPath => Path.Combine(folder, "data", "secret-key");

    public void Dispose()
    {
        taken?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_key_in_a_file_holds_though_the_port_of_the_first_start_was_taken()
    {
        var failed = Start(TakenUrl());
        await using (failed)
            (await failed.ExitAsync(60)).ShouldBe(1, failed.Said);
        failed.Output.ShouldContain(KeyPath);
        failed.Output.ShouldNotContain("sk_");
        await ShouldHoldAsync(await File.ReadAllTextAsync(KeyPath));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [TerminalFact]
    public async Task A_key_on_a_terminal_holds_though_the_port_of_the_first_start_was_taken()
    {
        var shown = await OnTerminalAsync(TakenUrl());
        var key = Key().Match(shown);
        key.Success.ShouldBeTrue(shown);
        Directory.EnumerateFiles(Path.Combine(folder, "data"), "secret-key*").ShouldBeEmpty();
        await ShouldHoldAsync(key.Value);
    }

    [Fact]
    public async Task A_key_is_kept_whenever_its_first_start_is_killed()
    {
        // Its file, under whatever name, is there before the key is stored.
        var first = Start(Http.FreeUrl());
        await using (first)
        {
            await Wait.UntilAsync(
                "a key is written down", 60, () => Directory.Exists(Path.Combine(folder, "data")) && Written().Any(), () => first.Said);
            await first.KillAsync();
        }

        await using var next = await Start(Http.FreeUrl()).ReadyAsync();
        Written().ShouldBe([KeyPath]);
        await Http.GetAsync($"{next.Url}/v1/reports/overview", await File.ReadAllTextAsync(KeyPath));
    }

    private IEnumerable<string> Written() => Directory.EnumerateFiles(Path.Combine(folder, "data"), "secret-key*");

    private TrackingProcess Start(string url) => TrackingProcess.Start(folder, url, new Dictionary<string, string>());

    private async Task ShouldHoldAsync(string key)
    {
        await using var next = await Start(Http.FreeUrl()).ReadyAsync();
        await Http.GetAsync($"{next.Url}/v1/reports/overview", key);
    }

    private string TakenUrl()
    {
        var url = Http.FreeUrl();
        taken = new TcpListener(IPAddress.Loopback, new Uri(url).Port);
        taken.Start();
        return url;
    }

    private async Task<string> OnTerminalAsync(string url)
    {
        var start = new ProcessStartInfo("script", ["-qec", $"dotnet '{BuiltProgram.Library}' --urls {url}", "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var shown = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return shown;
    }

    [GeneratedRegex("sk_[A-Za-z0-9_-]+")]
    private static partial Regex Key();
}
