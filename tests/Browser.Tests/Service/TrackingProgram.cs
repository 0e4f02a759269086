using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tracking.Browser.Tests.Service;

/// <summary>The built program as a process of its own, as developers run it, in an empty folder.</summary>
internal sealed class TrackingProgram : IAsyncDisposable
{
    private const string Listening = "Tracking listens on ";
    private const string SecretKey = "sk_browsertests0123456789";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly HttpClient reports;

    private TrackingProgram(Process process, DirectoryInfo folder, Uri address)
    {
        this.process = process;
        this.folder = folder;
        Address = address;
        reports = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "X-Api-Key", SecretKey } } };
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<TrackingProgram> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tracking-browser-");
        var process = Process.Start(new ProcessStartInfo("dotnet", [ProgramFile(), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Bootstrap__SecretKey"] = SecretKey },
        })!;
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith(Listening, StringComparison.Ordinal))
                continue;
            // Nobody reads on; what it says then must not stop it.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new TrackingProgram(process, folder, new Uri(line[Listening.Length..].Split(' ')[0]));
        }

        throw new InvalidOperationException("The program ended before it listened.");
    }

    /// <summary>Asks for a report until it is as expected, 5 seconds at most: that long a report may lag (HTTP contract v1).</summary>
    public async Task<JsonElement> ReportAsync(string path, Func<JsonElement, bool> isExpected)
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            var report = await reports.GetFromJsonAsync<JsonElement>($"/v1/reports/{path}");
            if (isExpected(report) || until.Elapsed > TimeSpan.FromSeconds(5))
                return report;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        reports.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string ProgramFile()
    {
        // tests/Browser.Tests/bin/Release/net10.0: the program lies in the same place of its own project.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "Api", "bin", here.Parent.Name, here.Name, "Tracking.Api.dll");
    }
}
