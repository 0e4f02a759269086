using System.Diagnostics;
using System.Text;

namespace Tracking.Reliability.Tests.Running;

/// <summary>One process of the program.</summary>
internal sealed class TrackingProcess : IAsyncDisposable
{
    private static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", "DOTNET_CLI_HOME", "DOTNET_NOLOGO", "DOTNET_gcServer"];

    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly Process process;

    private TrackingProcess(Process process, string? url)
    {
        this.process = process;
        Url = url;
        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens, if it serves.</summary>
    public string? Url { get; }

    /// <summary>What it has written to standard output.</summary>
    public string Output => Read(output);

    /// <summary>What it has written to standard error.</summary>
    public string Errors => Read(errors);

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Starts the program in a folder, with these settings and no others: what the environment holds besides is not passed on.</summary>
    public static TrackingProcess Start(
        string folder, string? url, IReadOnlyDictionary<string, string> settings, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(BuiltProgram.Library);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (url is not null)
        {
            start.ArgumentList.Add("--urls");
            start.ArgumentList.Add(url);
        }

        foreach (var name in start.Environment.Keys.Except(Inherited).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new TrackingProcess(process, url);
    }

    /// <summary>Waits until it answers that it is ready.</summary>
    public async Task<TrackingProcess> ReadyAsync()
    {
        await Wait.UntilAsync(
            "the process is ready",
            60,
            async () =>
            {
                if (HasExited)
                    throw new InvalidOperationException($"The process ended with exit code {process.ExitCode} instead of starting. {Said}");
                return await Http.StatusAsync($"{Url}/health/ready") == 200;
            },
            () => Said);
        return this;
    }

    /// <summary>SIGKILL, as a crash or the kernel's memory killer does it.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an orchestrator does it.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("bash", ["-c", $"kill -TERM {process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end and gives its exit code.</summary>
    public async Task<int> ExitAsync(double seconds)
    {
        await Wait.UntilAsync("the process ends", seconds, () => process.HasExited, () => Said);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>All that it has written, for messages.</summary>
    public string Said => $"{Environment.NewLine}{Errors}{Output}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
                text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
