namespace Tracking.Domain.Collect;

/// <summary>What speaks for a program and not a person. Each is kept with the event as the reason for its judgement.</summary>
[Flags]
public enum BotSignals
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The user agent is on the list of known crawlers.</summary>
    Crawler = 1,

    /// <summary>The user agent is that of a browser without a window, or one that a program drives.</summary>
    Headless = 2,

    /// <summary>A program's library is what asks for the pages. (One that posts events only says who sends them.)</summary>
    Library = 4,

    /// <summary>The page was asked for without a user agent.</summary>
    NoUserAgent = 8,

    /// <summary>It claims to be a browser and lacks a header that every browser sends. Weak.</summary>
    MissingHeaders = 16,

    /// <summary>The address is a data centre's, as the operator's geo file says. Weak: so are those of some private networks' exits.</summary>
    DataCentre = 32,

    /// <summary>The session goes faster than people read (<see cref="Sessions.Session.IsTooFast"/>). Weak.</summary>
    Pace = 64,

    /// <summary>The client hints are those of a browser without a window. They are not kept, so this stays as it was found.</summary>
    HeadlessHints = 128,

    /// <summary>
    /// In the log, the address and user agent asked for /robots.txt, and for nothing that a browser loads with a page. The log is not kept, so
    /// this stays as it was found.
    /// </summary>
    Robots = 256,
}

/// <summary>Judges by signals.</summary>
public static class BotJudgement
{
    /// <summary>The signals that come from the user agent's text alone, which is kept.</summary>
    public const BotSignals OfUserAgent = BotSignals.Crawler | BotSignals.Headless | BotSignals.Library;

    private const BotSignals Weak = BotSignals.MissingHeaders | BotSignals.DataCentre | BotSignals.Pace;

    /// <summary>
    /// Whether they are a program's: one of the strong ones, or a data centre's address together with another weak one. Headers and pace
    /// are both the sender's own doing (an app's web view, a script that catches up) and prove nothing together.
    /// </summary>
    public static bool IsBot(this BotSignals signals) =>
        (signals & ~Weak) != 0 || (signals.HasFlag(BotSignals.DataCentre) && (signals & Weak) != BotSignals.DataCentre);
}
