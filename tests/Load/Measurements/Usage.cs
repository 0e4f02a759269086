using System.Diagnostics;
using Tracking.Load.Running;

namespace Tracking.Load.Measurements;

/// <summary>What a server has taken and given up to a moment.</summary>
/// <param name="At">The moment, in <c>Stopwatch</c> ticks.</param>
/// <param name="Accepted">Events that were accepted.</param>
/// <param name="Server">CPU time of all its processes.</param>
/// <param name="Others">CPU time of the machine that neither it nor this program spent.</param>
internal readonly record struct Usage(long At, long Accepted, TimeSpan Server, TimeSpan Others)
{
    /// <summary>Reads it.</summary>
    public static Usage Of(IServer server)
    {
        var at = Stopwatch.GetTimestamp();
        var accepted = server.Target.Tally.Accepted;
        var cpu = ProcessFiles.CpuOf(server.Processes);
        return new Usage(at, accepted, cpu, ProcessFiles.CpuOfMachine() - ProcessFiles.CpuOf([Environment.ProcessId, .. server.Processes]));
    }

    /// <summary>Seconds since an earlier moment.</summary>
    public double SecondsSince(Usage earlier) => Stopwatch.GetElapsedTime(earlier.At, At).TotalSeconds;

    /// <summary>Events a second since then.</summary>
    public double RateSince(Usage earlier) => (Accepted - earlier.Accepted) / SecondsSince(earlier);

    /// <summary>Microseconds of the server's CPU time an event since then.</summary>
    public double CpuSince(Usage earlier) => CpuBetween(earlier) / Math.Max(1, Accepted - earlier.Accepted);

    /// <summary>Microseconds of the server's CPU time since then.</summary>
    public double CpuBetween(Usage earlier) => (Server - earlier.Server).TotalMicroseconds;

    /// <summary>Share of the machine that others had since then.</summary>
    public double OthersSince(Usage earlier) =>
        Math.Max(0, (Others - earlier.Others).TotalSeconds / (SecondsSince(earlier) * Environment.ProcessorCount));
}
