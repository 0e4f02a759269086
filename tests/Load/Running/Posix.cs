using System.Runtime.InteropServices;

namespace Tracking.Load.Running;

/// <summary>What the runtime does not offer.</summary>
internal static class Posix
{
    private const int SigTerm = 15;

    /// <summary>Sleeps to some 60 µs exactly; the runtime's own sleep knows milliseconds only.</summary>
    public static void Sleep(uint microseconds) => _ = usleep(microseconds);

    /// <summary>Asks a process to end in good order.</summary>
    public static void Terminate(int process) => _ = kill(process, SigTerm);

    [DllImport("libc")]
    private static extern int usleep(uint microseconds);

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
