namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>How long is waited before something is tried again.</summary>
internal static class Backoff
{
    /// <summary>What was tried for so long is given up.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(7);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>One request a minute is nothing to a platform that is down, and a minute is soon for what comes when it is back.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>A platform that asks for more than that is mistaken.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>Twice as long each time, up to a bound, half to one and a half of it, so that many do not come back at one moment.</summary>
    public static TimeSpan After(int failures, Random random)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 20));
        return (doubled < Longest ? doubled : Longest) * (0.5 + random.NextDouble());
    }

    /// <summary>As long as a platform asks for.</summary>
    public static TimeSpan Asked(TimeSpan asked) => asked < LongestAsked ? asked : LongestAsked;
}
