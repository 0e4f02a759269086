namespace Tracking.Infrastructure.Destinations.Forwarding;

/// <summary>How long is waited before something is tried again.</summary>
internal static class Backoff
{
    /// <summary>What was tried for so long is given up.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(7);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>Short, since others are taken: a platform that fails now and then must not keep the unlucky for long.</summary>
    private static readonly TimeSpan LongestOfAnEvent = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestOfALine = TimeSpan.FromMinutes(5);

    /// <summary>A platform that asks for more than that is mistaken.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>For one event that failed while others were taken.</summary>
    public static TimeSpan OfEvent(int attempts, TimeSpan? asked, Random random) => After(attempts, asked, LongestOfAnEvent, random);

    /// <summary>For a destination that takes nothing.</summary>
    public static TimeSpan OfLine(int failures, TimeSpan? asked, Random random) => After(failures, asked, LongestOfALine, random);

    /// <summary>Twice as long each time, up to a bound, half to one and a half of it, so that many do not come back at one moment; never less than was asked for.</summary>
    private static TimeSpan After(int times, TimeSpan? asked, TimeSpan longest, Random random)
    {
        var doubled = First * Math.Pow(2, Math.Min(times - 1, 20));
        var wait = (doubled < longest ? doubled : longest) * (0.5 + random.NextDouble());
        var atLeast = asked is { } given ? (given < LongestAsked ? given : LongestAsked) : TimeSpan.Zero;
        return wait > atLeast ? wait : atLeast;
    }
}
