using System.Diagnostics;

namespace Tracking.Reliability.Tests.Import;

/// <summary>
/// A log whose last quarter never comes: a named pipe that gives the rest and stays open. Who reads it is in the middle until it is killed, however
/// fast it is.
/// </summary>
internal sealed class HeldLog : IDisposable
{
    private readonly Process writer;

    public HeldLog(string log, string path)
    {
        Path = path;
        var lines = File.ReadLines(log).Count() * 3 / 4;
        // "$0" is the pipe, "$1" the lines, "$2" the log; the pipe stays open as long as the shell that waits for its input.
        writer = Process.Start(new ProcessStartInfo("bash", ["-c", "mkfifo \"$0\" && exec 3>\"$0\" && head -n \"$1\" \"$2\" >&3; read -r", path, $"{lines}", log])
        {
            RedirectStandardInput = true,
        })!;
        SpinWait.SpinUntil(() => File.Exists(path), TimeSpan.FromSeconds(10)).ShouldBeTrue("mkfifo made the pipe");
    }

    /// <summary>Where it is read.</summary>
    public string Path { get; }

    public void Dispose()
    {
        writer.Kill(entireProcessTree: true);
        writer.Dispose();
    }
}
