using CsCheck;
using Tracking.Domain.Collect;
using Tracking.Domain.Sessions;

namespace Tracking.Domain.Tests.Sessions;

public class VisitorSessionsTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    [Fact]
    public void Events_in_any_order_make_the_sessions_of_the_sorted_events() =>
        Visits.Some.SelectMany(visits => Gen.Shuffle(visits).Select(arriving => (visits, arriving)))
            .Sample(one => Put(one.arriving).ShouldBe(SessionFacts.ByDefinition(one.visits)), iter: 3_000);

    [Fact]
    public void Events_that_come_in_several_lots_make_the_sessions_of_the_sorted_events() =>
        Visits.Some.SelectMany(visits => Gen.Select(Gen.Shuffle(visits), Gen.Int[1, 5]).Select(lots => (visits, lots.Item1, lots.Item2)))
            .Sample(one => Put(one.Item2, one.Item3).ShouldBe(SessionFacts.ByDefinition(one.visits)), iter: 3_000);

    [Fact]
    public void The_session_that_an_event_is_told_is_after_all_joins_the_one_that_holds_its_time() =>
        Visits.Some.SelectMany(visits => Gen.Shuffle(visits)).Sample(arriving =>
        {
            var sessions = New();
            var told = arriving.Select(visit => (visit, Id: sessions.Add(visit.ToEvent()))).ToList();
            foreach (var (gone, into) in sessions.Joined)
                told = [.. told.Select(one => one.Id == gone ? (one.visit, into) : one)];

            told.ShouldAllBe(one => sessions.Current.Single(session => session.Id == one.Id).Reaches(one.visit.Position.Milliseconds)
                && sessions.Current.Single(session => session.Id == one.Id).First.Milliseconds <= one.visit.Position.Milliseconds
                && sessions.Current.Single(session => session.Id == one.Id).EndMilliseconds >= one.visit.Position.Milliseconds);
        }, iter: 1_000);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(29 * 60_000 + 59_999, 1)]
    [InlineData(30 * 60_000, 2)]
    [InlineData(30 * 60_000 + 1, 2)]
    public void A_gap_of_exactly_thirty_minutes_ends_a_session(int gapMilliseconds, int sessions)
    {
        var (first, second) = (Visits.At(TimeSpan.Zero), Visits.At(TimeSpan.FromMilliseconds(gapMilliseconds), key: 2));

        Put([first, second]).Count.ShouldBe(sessions);
        Put([second, first]).Count.ShouldBe(sessions);
    }

    [Fact]
    public void A_late_event_joins_two_sessions() =>
        Put([Visits.At(TimeSpan.Zero, page: "/first"), Visits.At(1.9 * Gap, page: "/last", key: 2), Visits.At(0.95 * Gap, page: "/late", key: 3)])
            .ShouldBe([new SessionFacts(
                Visits.Noon, Visits.Noon + (long)(1.9 * Gap).TotalMilliseconds, "/first", "/first", "/last", 3, 3, 0, IsBounce: false, IsBot: false)]);

    [Fact]
    public void An_event_exactly_thirty_minutes_from_both_sides_joins_nothing() =>
        Put([Visits.At(TimeSpan.Zero), Visits.At(2 * Gap, key: 2), Visits.At(Gap, key: 3)]).Count.ShouldBe(3);

    [Fact]
    public void Of_two_joined_sessions_the_older_number_stays()
    {
        var sessions = New();
        foreach (var visit in new[] { Visits.At(1.5 * Gap), Visits.At(TimeSpan.Zero, key: 2), Visits.At(0.75 * Gap, key: 3) })
            sessions.Add(visit.ToEvent());

        sessions.Joined.ShouldBe([(Gone: 2L, Into: 1L)]);
    }

    [Fact]
    public void Of_two_events_of_one_time_the_lower_sequence_is_the_entry_whatever_the_order()
    {
        var (first, second) = (Visits.At(TimeSpan.Zero, page: "/0", key: 9), Visits.At(TimeSpan.Zero, page: "/1", sequence: 1, key: 1));

        Put([first, second]).Single().EntryPage.ShouldBe("/0");
        Put([second, first]).Single().EntryPage.ShouldBe("/0");
    }

    [Fact]
    public void Of_two_events_of_one_time_and_sequence_the_key_decides_the_exit_whatever_the_order()
    {
        var (first, second) = (Visits.At(TimeSpan.Zero, page: "/1", key: 1), Visits.At(TimeSpan.Zero, page: "/2", key: 2));

        Put([first, second]).Single().ExitPage.ShouldBe("/2");
        Put([second, first]).Single().ExitPage.ShouldBe("/2");
    }

    [Theory]
    [InlineData(true, SessionRole.PageView)]
    [InlineData(true, SessionRole.PageView, SessionRole.Presence)]
    [InlineData(false, SessionRole.PageView, SessionRole.PageView)]
    [InlineData(false, SessionRole.PageView, SessionRole.Interaction)]
    [InlineData(false, SessionRole.Interaction)]
    [InlineData(false, SessionRole.Presence)]
    public void A_bounce_is_one_page_view_and_no_interaction(bool isBounce, params SessionRole[] roles) =>
        Put([.. roles.Select((role, index) => Visits.At(TimeSpan.FromSeconds(index), role, key: (byte)index))])
            .Single().IsBounce.ShouldBe(isBounce);

    [Fact]
    public void A_session_without_a_page_view_has_no_exit_page() =>
        Put([Visits.At(TimeSpan.Zero, SessionRole.Interaction, "/a")]).Single().ExitPage.ShouldBeNull();

    private static VisitorSessions New(IEnumerable<Session>? known = null, long firstId = 1) => new(known ?? [], () => firstId++);

    // Each lot meets the sessions that the lots before have left, as batches meet those of the store.
    private static IReadOnlyList<SessionFacts> Put(Visit[] arriving, int lots = 1)
    {
        IReadOnlyList<Session> known = [];
        foreach (var lot in arriving.Chunk((arriving.Length + lots - 1) / lots))
        {
            var sessions = New(known, known.Count == 0 ? 1 : known.Max(one => one.Id) + 1);
            foreach (var visit in lot)
                sessions.Add(visit.ToEvent());
            known = sessions.Current;
        }

        return [.. known.OrderBy(session => session.First).Select(SessionFacts.Of)];
    }
}
