using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Tests.Destinations.Forwarding;

public class OutcomeTests
{
    private static readonly DateTimeOffset Now = MixedEvents.Noon;
    private static readonly SendResult Confirmed = new(SendResultKind.Confirmed);
    private static readonly SendResult Failed = new(SendResultKind.TryAgain, "http_500");
    private static readonly Destination Hook = new(7, 1, "webhook", "hook", ConsentPurposes.Analytics, IsPaused: false, Now);

    [Fact]
    public void What_lies_behind_the_last_that_was_tried_stays_in_the_log()
    {
        var outcome = Of(fresh: 10, due: [], new() { [1] = Confirmed, [2] = Confirmed, [4] = Confirmed });
        outcome.IsCutShort.ShouldBeTrue();
        outcome.To(99).ShouldBe(4);
        var rows = outcome.Rows(Now, null);
        rows.Select(row => (row.EventId, row.State)).ShouldBe(
            [(1, DeliveryState.Confirmed), (2, DeliveryState.Confirmed), (3, DeliveryState.Waiting), (4, DeliveryState.Confirmed)]);
        rows[2].NextAttemptAtMs.ShouldBe(Now.ToUnixTimeMilliseconds());
        rows[2].Attempts.ShouldBe(0);
    }

    [Fact]
    public void Once_all_were_tried_the_line_comes_past_what_other_sites_stored()
    {
        Of(fresh: 2, due: [], new() { [1] = Confirmed, [2] = Failed }).To(99).ShouldBe(99);
        Of(fresh: 2, due: [], []).To(99).ShouldBeNull();
        Of(fresh: 0, due: [5], new() { [5] = Confirmed }).To(99).ShouldBeNull();
    }

    [Fact]
    public void Of_those_that_are_due_only_what_was_tried_is_written()
    {
        var rows = Of(fresh: 0, due: [5, 6], new() { [6] = Failed }).Rows(Now, null);
        rows.ShouldHaveSingleItem().EventId.ShouldBe(6);
        rows[0].Attempts.ShouldBe(2);
        rows[0].NextAttemptAtMs.ShouldNotBeNull().ShouldBeGreaterThan(Now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Who_fails_again_says_nothing_of_the_destination_who_fails_first_does()
    {
        Of(fresh: 1, due: [5], new() { [1] = Failed, [5] = Failed }).IsTelling.ShouldBeTrue();
        Of(fresh: 1, due: [5], new() { [5] = Failed }).IsTelling.ShouldBeFalse();
        Of(fresh: 0, due: [5], new() { [5] = Failed }, attempts: 0).IsTelling.ShouldBeTrue();
        Of(fresh: 1, due: [5], new() { [5] = Failed }).IsInVain.ShouldBeTrue();
        Of(fresh: 1, due: [5], new() { [1] = Confirmed, [5] = Failed }).IsInVain.ShouldBeFalse();
        Of(fresh: 1, due: [], []).IsInVain.ShouldBeFalse();
    }

    [Fact]
    public void An_event_is_given_up_after_seven_days_and_left_alone_for_as_long_as_is_asked()
    {
        Of(fresh: 0, due: [5], new() { [5] = Failed }, firstAttemptAt: Now.AddDays(-7.1)).Rows(Now, null)[0].State.ShouldBe(DeliveryState.Failed);
        var asked = Of(fresh: 0, due: [5], new() { [5] = Failed with { RetryAfter = TimeSpan.FromHours(2) } });
        asked.Asked.ShouldBe(TimeSpan.FromHours(2));
        asked.Rows(Now, null)[0].NextAttemptAtMs.ShouldBe(Now.AddHours(2).ToUnixTimeMilliseconds());
        Of(fresh: 0, due: [5], new() { [5] = Failed with { RetryAfter = TimeSpan.FromDays(40) } }).Asked.ShouldBe(TimeSpan.FromDays(1));
    }

    private static Outcome Of(
        int fresh, IReadOnlyList<long> due, Dictionary<long, SendResult> results, int attempts = 1, DateTimeOffset? firstAttemptAt = null) => new(
        Hook,
        [.. Enumerable.Range(1, fresh).Select(id => (PendingOf(id, null), Sendable(id)))],
        [.. due.Select(id => (PendingOf(id, new DeliveryRow
        {
            DestinationId = Hook.Id,
            EventId = id,
            State = DeliveryState.Waiting,
            Attempts = attempts,
            AtMs = 0,
            FirstAttemptAtMs = (firstAttemptAt ?? Now).ToUnixTimeMilliseconds(),
        }), Sendable(id)))],
        results);

    private static Sorted Sendable(long id) => new(new MappedEvent(id, [1]), DeliveryState.Waiting, null);

    private static Pending PendingOf(long id, DeliveryRow? earlier) => new(
        new EventRow
        {
            Id = id,
            SiteId = 1,
            TimestampMs = 0,
            Sequence = 0,
            MessageKey = Guid.Empty,
            MessageId = $"m-{id}",
            ReceivedAtMs = 0,
            Type = "page_view",
            Event = "page_view",
            VisitorKey = Guid.Empty,
            VisitorId = "v",
            IsBot = false,
            BotSignals = default,
            Consent = ConsentFlags.Analytics,
            Data = "{}",
        },
        UserAgent: null,
        earlier);
}
