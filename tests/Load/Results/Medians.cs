namespace Tracking.Load.Results;

/// <summary>Of a few rounds one that was disturbed does not count.</summary>
internal static class Medians
{
    /// <summary>The value in the middle; of an even number of values the lower of the two.</summary>
    public static double Median<T>(this IEnumerable<T> rounds, Func<T, double> figure) => rounds.Select(figure).At(0.5);

    /// <summary>The value that this share of all did not exceed, those that are no numbers aside; not a number when there is none.</summary>
    public static double At(this IEnumerable<double> values, double share)
    {
        var sorted = values.Where(value => !double.IsNaN(value)).Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * share) - 1, 0, sorted.Count - 1)];
    }
}
