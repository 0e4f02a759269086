using Tracking.Domain.Consent;
using Tracking.Domain.Sites;

namespace Tracking.Domain.Tests.Consent;

/// <summary>Every combination of what the event says, what is on record and when, the site's default, and both browser signals.</summary>
public class ConsentStateTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 17, 10, 0, 0, TimeSpan.Zero);

    /// <summary>One purpose: own choice, recorded choice, the record's age relative to the event, and what holds on opt-in and opt-out sites.</summary>
    public static TheoryData<bool?, bool?, int, bool, bool> OnePurpose => new()
    {
        // own, recorded, recorded at, opt-in, opt-out
        { null, null, 0, false, true },
        { true, null, 0, true, true },
        { false, null, 0, false, false },
        { null, true, -1, true, true },
        { null, true, 0, true, true },
        { null, true, 1, true, true },
        { null, false, -1, false, false },
        { null, false, 0, false, false },
        { null, false, 1, false, false },
        { true, true, -1, true, true },
        { true, true, 0, true, true },
        { true, true, 1, true, true },
        { false, false, -1, false, false },
        { false, false, 0, false, false },
        { false, false, 1, false, false },
        { true, false, -1, true, true },
        { true, false, 0, true, true }, // of one millisecond the event comes after the record
        { true, false, 1, false, false },
        { false, true, -1, false, false },
        { false, true, 0, false, false },
        { false, true, 1, true, true },
    };

    [Theory, MemberData(nameof(OnePurpose))]
    public void The_newest_decision_of_each_purpose_holds_and_else_the_sites_default(
        bool? own, bool? recorded, int recordedAt, bool optIn, bool optOut)
    {
        foreach (var (mode, expected) in new[] { (ConsentMode.OptIn, optIn), (ConsentMode.OptOut, optOut) })
        {
            foreach (var purpose in Purpose.All)
            {
                var state = ConsentState.Decide(
                    new SiteSettings { ConsentMode = mode }, purpose.Choice(own), At, purpose.Record(recorded, At.AddMilliseconds(recordedAt)),
                    globalPrivacyControl: false, doNotTrack: false);

                purpose.Of(state).ShouldBe(expected, $"{purpose.Name}, {mode}");
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_purpose_is_not_decided_by_what_was_said_of_another(bool said)
    {
        foreach (var purpose in Purpose.All)
        {
            var state = ConsentState.Decide(
                new SiteSettings { ConsentMode = said ? ConsentMode.OptIn : ConsentMode.OptOut },
                purpose.Choice(said), At, purpose.Record(said, At), globalPrivacyControl: false, doNotTrack: false);

            Purpose.All.Where(other => other != purpose).ShouldAllBe(other => other.Of(state) == !said);
        }
    }

    /// <summary>Do Not Track honoured or not, and each signal, on a visitor who granted everything.</summary>
    public static TheoryData<bool, bool, bool, bool, bool> Signals => new()
    {
        // honours DNT, DNT, GPC, analytics, marketing
        { false, false, false, true, true },
        { false, true, false, true, true },
        { false, false, true, true, false },
        { false, true, true, true, false },
        { true, false, false, true, true },
        { true, true, false, false, false },
        { true, false, true, true, false },
        { true, true, true, false, false },
    };

    [Theory, MemberData(nameof(Signals))]
    public void A_browser_signal_denies_what_it_speaks_of_whatever_else_is_said(
        bool honours, bool doNotTrack, bool globalPrivacyControl, bool analytics, bool marketing)
    {
        foreach (var mode in Enum.GetValues<ConsentMode>())
        {
            ConsentState.Decide(
                new SiteSettings { ConsentMode = mode, HonourDoNotTrack = honours },
                new ConsentChoices(true, true, true), At, RecordedConsent.None, globalPrivacyControl, doNotTrack)
                .ShouldBe(new ConsentState(analytics, marketing, Personalization: true, Anonymised: !analytics)
                {
                    Basis = new ConsentBasis(
                        doNotTrack && honours ? ConsentSource.DoNotTrack : ConsentSource.Event,
                        doNotTrack && honours ? ConsentSource.DoNotTrack : globalPrivacyControl ? ConsentSource.GlobalPrivacyControl : ConsentSource.Event,
                        ConsentSource.Event),
                });
        }
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public void A_browser_signal_grants_nothing_that_was_denied(bool honours, bool doNotTrack, bool globalPrivacyControl) =>
        ConsentState.Decide(
            new SiteSettings { ConsentMode = ConsentMode.OptOut, HonourDoNotTrack = honours },
            new ConsentChoices(false, false, false), At, RecordedConsent.None, globalPrivacyControl, doNotTrack)
            .ShouldSatisfyAllConditions(
                state => state.Analytics.ShouldBeFalse(), state => state.Marketing.ShouldBeFalse(), state => state.Personalization.ShouldBeFalse(), state => state.Anonymised.ShouldBeTrue());

    [Fact]
    public void An_event_is_anonymised_exactly_when_analytics_is_not_granted() =>
        ConsentState.Decide(new SiteSettings(), new ConsentChoices(null, true, true), At, RecordedConsent.None, false, false)
            .ShouldSatisfyAllConditions(
                state => state.Analytics.ShouldBeFalse(), state => state.Marketing.ShouldBeTrue(), state => state.Personalization.ShouldBeTrue(), state => state.Anonymised.ShouldBeTrue());

    [Theory]
    [InlineData(null, null, ConsentSource.SiteDefault)]
    [InlineData(true, null, ConsentSource.Event)]
    [InlineData(false, null, ConsentSource.Event)]
    [InlineData(null, -1, ConsentSource.Record)]
    [InlineData(true, -1, ConsentSource.Event)]
    [InlineData(true, 0, ConsentSource.Event)]
    [InlineData(true, 1, ConsentSource.Record)]
    public void It_says_what_decided(bool? own, int? recordedAfterSeconds, ConsentSource source)
    {
        ConsentDecision? recorded = recordedAfterSeconds is { } seconds ? new ConsentDecision(Granted: false, At.AddSeconds(seconds)) : null;
        ConsentState.Decide(
            new SiteSettings(), new ConsentChoices(own, own, own), At, new RecordedConsent(recorded, recorded, recorded), globalPrivacyControl: false, doNotTrack: false)
            .Basis.ShouldBe(new ConsentBasis(source, source, source));
    }

    private sealed record Purpose(
        string Name, Func<bool?, ConsentChoices> Choice, Func<ConsentDecision?, RecordedConsent> On, Func<ConsentState, bool> Of)
    {
        public static IReadOnlyList<Purpose> All { get; } =
        [
            new("analytics", choice => new(choice, null, null), decision => new(decision, null, null), state => state.Analytics),
            new("marketing", choice => new(null, choice, null), decision => new(null, decision, null), state => state.Marketing),
            new("personalization", choice => new(null, null, choice), decision => new(null, null, decision), state => state.Personalization),
        ];

        public RecordedConsent Record(bool? granted, DateTimeOffset at) => On(granted is { } known ? new(known, at) : null);
    }
}
