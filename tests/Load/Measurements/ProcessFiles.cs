using System.Globalization;

namespace Tracking.Load.Measurements;

/// <summary>What Linux tells of processes (proc(5)).</summary>
internal static class ProcessFiles
{
    private const double TicksPerSecond = 100;

    // Places after the name, which is in brackets and may hold blanks: the state is the first.
    private const int Parent = 1;
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int IdleTime = 3;
    private const int WaitTime = 4;
    private const int GuestTime = 8;

    /// <summary>CPU time of processes and of all that they started.</summary>
    public static TimeSpan CpuOf(params IReadOnlyCollection<int> roots) =>
        TimeSpan.FromSeconds(Below(roots).Sum(process => process.Ticks) / TicksPerSecond);

    /// <summary>CPU time that the machine has spent on anything.</summary>
    public static TimeSpan CpuOfMachine()
    {
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(Number).ToList();
        return TimeSpan.FromSeconds((times.Take(GuestTime).Sum() - times[IdleTime] - times[WaitTime]) / TicksPerSecond);
    }

    /// <summary>Proportional set size of processes and of all that they started, in bytes.</summary>
    public static long PssOf(params IReadOnlyCollection<int> roots) => Below(roots).Sum(process => PssOf(process.Id));

    /// <summary>Load averages of 1, 5 and 15 minutes.</summary>
    public static string LoadAverages() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    private static long PssOf(int id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/smaps_rollup")
                .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
                .Sum(line => Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static IEnumerable<ProcessTimes> Below(IReadOnlyCollection<int> roots)
    {
        var all = All().ToDictionary(process => process.Id);
        return all.Values.Where(IsBelow);

        bool IsBelow(ProcessTimes process) =>
            roots.Contains(process.Id) || (all.TryGetValue(process.Parent, out var parent) && IsBelow(parent));
    }

    private static IEnumerable<ProcessTimes> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && ReadStat(folder) is { } fields)
                yield return new ProcessTimes(id, (int)Number(fields[Parent]), Number(fields[UserTime]) + Number(fields[SystemTime]));
        }
    }

    private static string[]? ReadStat(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct ProcessTimes(int Id, int Parent, long Ticks);
}
