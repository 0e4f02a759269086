using Tracking.Domain.Consent;

namespace Tracking.Domain.Tests.Consent;

public class ConsentDecisionTests
{
    private static readonly DateTimeOffset Earlier = new(2026, 5, 17, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Earlier.AddMilliseconds(1);

    public static TheoryData<ConsentDecision?, ConsentDecision?, ConsentDecision?> Pairs => new()
    {
        { null, null, null },
        { new(true, Earlier), null, new(true, Earlier) },
        { new(false, Earlier), null, new(false, Earlier) },
        { new(true, Earlier), new(false, Later), new(false, Later) },
        { new(false, Earlier), new(true, Later), new(true, Later) },
        { new(true, Earlier), new(true, Later), new(true, Later) },
        { new(false, Earlier), new(true, Earlier), new(false, Earlier) },
        { new(true, Earlier), new(true, Earlier), new(true, Earlier) },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void The_newest_decision_holds_and_of_two_of_one_time_the_refusal(
        ConsentDecision? one, ConsentDecision? other, ConsentDecision? expected) =>
        ConsentDecision.Newest(one, other).ShouldBe(expected);

    [Theory, MemberData(nameof(Pairs))]
    public void Which_of_two_decisions_is_newest_does_not_depend_on_their_order(
        ConsentDecision? one, ConsentDecision? other, ConsentDecision? expected) =>
        ConsentDecision.Newest(other, one).ShouldBe(expected);

    [Fact]
    public void Two_times_of_different_offsets_are_compared_as_instants()
    {
        var sameInstant = Earlier.ToOffset(TimeSpan.FromHours(-3));

        ConsentDecision.Newest(new(true, sameInstant), new(false, Earlier))!.Value.Granted.ShouldBeFalse();
    }

    [Fact]
    public void Each_purpose_has_its_own_newest_decision()
    {
        var one = new RecordedConsent(new(true, Later), null, new(false, Earlier));
        var other = new RecordedConsent(new(false, Earlier), new(true, Earlier), new(true, Later));

        one.NewestWith(other).ShouldBe(new RecordedConsent(new(true, Later), new(true, Earlier), new(true, Later)));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Of_one_time_what_comes_after_the_record_holds(bool recorded, bool after) =>
        new RecordedConsent(new(recorded, Earlier), null, null).With(new ConsentChoices(after, null, null), Earlier)
            .Analytics.ShouldBe(new ConsentDecision(after, Earlier));

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void What_is_older_than_the_record_changes_nothing(bool recorded, bool before) =>
        new RecordedConsent(new(recorded, Later), null, null).With(new ConsentChoices(before, null, null), Earlier)
            .Analytics.ShouldBe(new ConsentDecision(recorded, Later));

    [Fact]
    public void A_choice_that_is_silent_about_a_purpose_leaves_its_decision() =>
        new RecordedConsent(new(true, Earlier), null, null).With(ConsentChoices.Unknown, Later)
            .ShouldBe(new RecordedConsent(new(true, Earlier), null, null));

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData(true, null, null, false)]
    [InlineData(null, false, null, false)]
    [InlineData(null, null, true, false)]
    public void Choices_are_unknown_when_no_purpose_was_spoken_of(bool? analytics, bool? marketing, bool? personalization, bool isUnknown) =>
        new ConsentChoices(analytics, marketing, personalization).IsUnknown.ShouldBe(isUnknown);
}
