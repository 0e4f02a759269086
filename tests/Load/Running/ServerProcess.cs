using System.Diagnostics;

namespace Tracking.Load.Running;

/// <summary>A process of .NET that serves until it is disposed of.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int MostLines = 30;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", "DOTNET_CLI_HOME", "DOTNET_NOLOGO"];

    private readonly Queue<string> lastLines = new();
    private readonly Process process;

    private ServerProcess(string name, Process process)
    {
        this.process = process;
        Name = name;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it is, for the figures.</summary>
    public string Name { get; }

    public int Id => process.Id;

    /// <summary>Starts a program with these settings and no others: what the environment holds besides is not passed on.</summary>
    public static ServerProcess Start(
        string name, string folder, IReadOnlyDictionary<string, string> settings, string library, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [library, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in start.Environment.Keys.Except(Inherited).ToList())
            start.Environment.Remove(variable);
        foreach (var (setting, value) in settings)
            start.Environment[setting] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ServerProcess(name, process);
    }

    /// <summary>Waits until it answers that it is ready.</summary>
    public async Task ReadyAsync(Uri url, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (!await ServiceClient.IsReadyAsync(url, cancellationToken))
        {
            await Task.Delay(Between, cancellationToken);
            ThrowIfEnded();
            if (watch.Elapsed > StartLimit)
                throw new TimeoutException($"{Name} is not ready within {StartLimit.TotalSeconds} s. {Said}");
        }
    }

    /// <summary>Throws when it is no longer there.</summary>
    public void ThrowIfEnded()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"{Name} ended with exit code {process.ExitCode}. {Said}");
    }

    /// <summary>SIGKILL, as in a crash.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Ends it: in good order, by force if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            Posix.Terminate(process.Id);
        using var limit = new CancellationTokenSource(StopLimit);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private string Said
    {
        get
        {
            lock (lastLines)
                return Environment.NewLine + string.Join(Environment.NewLine, lastLines);
        }
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (lastLines)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > MostLines)
                lastLines.Dequeue();
        }
    }
}
