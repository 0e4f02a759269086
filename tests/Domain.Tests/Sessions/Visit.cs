using CsCheck;
using Tracking.Domain.Collect;
using Tracking.Domain.Sessions;

namespace Tracking.Domain.Tests.Sessions;

/// <summary>One event of a visitor, as far as sessions are concerned.</summary>
public sealed record Visit(EventPosition Position, SessionRole Role, string? Page, BotSignals Signals = BotSignals.None)
{
    /// <summary>As a session is told of it. Where it came from is its page too, so that it is seen which event gave the dimensions.</summary>
    public SessionEvent ToEvent() => new(
        Position, Role, new SessionEntry { Page = Page, Traffic = new Traffic("Referral", Page, "referral", null, null, null, Page) }, Signals);
}

/// <summary>Makes up events of one visitor, with the gaps at which sessions begin and end.</summary>
internal static class Visits
{
    /// <summary>2026-05-17T10:00:00Z.</summary>
    public const long Noon = 1_779_012_000_000;

    private static readonly Gen<long> Gap = Gen.OneOf(
        Gen.OneOf(0L, 1L, Session.GapMilliseconds - 1, Session.GapMilliseconds, Session.GapMilliseconds + 1),
        Gen.Long[0, 2 * Session.GapMilliseconds]);

    // Few keys and sequences, so that several events share their time and some their sequence too.
    private static readonly Gen<Visit> Step = Gen.Select(
        Gap,
        Gen.Int[0, 1],
        Gen.OneOf(SessionRole.PageView, SessionRole.PageView, SessionRole.Presence, SessionRole.Interaction),
        Gen.OneOf<string?>("/", "/a", "/b", "/c", null),
        Gen.OneOf(
            BotSignals.None, BotSignals.None, BotSignals.None, BotSignals.None, BotSignals.None, BotSignals.None, BotSignals.MissingHeaders,
            BotSignals.DataCentre, BotSignals.Crawler),
        (gap, sequence, role, page, signals) => new Visit(new EventPosition(gap, sequence, default), role, page, signals));

    /// <summary>Events by time, each with a key of its own that says nothing about the order.</summary>
    public static readonly Gen<Visit[]> Some = Gen.Select(Step.Array[1, 25], Gen.Guid.Array[25], (steps, keys) =>
    {
        var time = Noon;
        return steps.Select((step, index) =>
        {
            time += step.Position.Milliseconds;
            return step with { Position = new EventPosition(time, step.Position.Sequence, keys[index]) };
        }).ToArray();
    });

    public static Visit At(TimeSpan time, SessionRole role = SessionRole.PageView, string? page = "/", int sequence = 0, byte key = 1) =>
        new(new EventPosition(Noon + (long)time.TotalMilliseconds, sequence, new Guid(key, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])), role, page);
}

/// <summary>What reports say of a session.</summary>
public sealed record SessionFacts(
    long Start, long End, string? EntryPage, string? Source, string? ExitPage, int Events, int PageViews, int Interactions, bool IsBounce, bool IsBot)
{
    /// <summary>Of a session of the program.</summary>
    public static SessionFacts Of(Session session) => new(
        session.First.Milliseconds, session.EndMilliseconds, session.Entry.Page, session.Entry.Traffic?.Source, session.ExitPage,
        session.Events, session.PageViews, session.Interactions, session.IsBounce, session.IsBot);

    /// <summary>The definition read literally: sort, cut at gaps of 30 minutes, look.</summary>
    public static IReadOnlyList<SessionFacts> ByDefinition(IEnumerable<Visit> visits)
    {
        var sessions = new List<List<Visit>>();
        foreach (var visit in visits.OrderBy(one => one.Position.Milliseconds).ThenBy(one => one.Position.Sequence).ThenBy(one => one.Position.Key))
        {
            if (sessions.Count == 0 || visit.Position.Milliseconds - sessions[^1][^1].Position.Milliseconds >= 30 * 60 * 1_000)
                sessions.Add([]);
            sessions[^1].Add(visit);
        }

        return [.. sessions.Select(Of)];
    }

    private static SessionFacts Of(List<Visit> visits)
    {
        var views = visits.Count(one => one.Role == SessionRole.PageView);
        var interactions = visits.Count(one => one.Role == SessionRole.Interaction);
        return new SessionFacts(
            visits[0].Position.Milliseconds, visits[^1].Position.Milliseconds,
            visits[0].Page, visits[0].Page, visits.LastOrDefault(one => one.Role == SessionRole.PageView)?.Page,
            visits.Count, views, interactions, views == 1 && interactions == 0,
            visits.Exists(one => one.Signals == BotSignals.Crawler)
                || (visits.Exists(one => one.Signals == BotSignals.MissingHeaders) && visits.Exists(one => one.Signals == BotSignals.DataCentre)));
    }
}
