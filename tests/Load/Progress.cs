using System.Diagnostics;

namespace Tracking.Load;

/// <summary>Says on standard error what is going on, so that standard output holds the figures alone.</summary>
internal static class Progress
{
    private static readonly Stopwatch Since = Stopwatch.StartNew();

    /// <summary>Writes a line.</summary>
    public static void Say(string line) => Console.Error.WriteLine($"[{Since.Elapsed:mm\\:ss}] {line}");
}
