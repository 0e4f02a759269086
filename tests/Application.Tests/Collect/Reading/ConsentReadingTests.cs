using Tracking.Application.Collect.Reading;
using Tracking.Domain.Consent;

namespace Tracking.Application.Tests.Collect.Reading;

public class ConsentReadingTests
{
    [Theory]
    [InlineData("""{}""", null, null, null)]
    [InlineData("""{ "analytics": true, "marketing": false }""", true, false, null)]
    [InlineData("""{ "analytics": false, "marketing": true, "personalization": true }""", false, true, true)]
    [InlineData("""{ "analytics": null }""", null, null, null)]
    [InlineData("""{ "analytics_storage": "granted", "ad_storage": "denied" }""", true, false, null)]
    [InlineData("""{ "analytics_storage": "denied", "personalization_storage": "granted" }""", false, null, true)]
    [InlineData("""{ "ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "granted" }""", null, true, null)]
    [InlineData("""{ "ad_storage": "granted", "ad_user_data": "denied", "ad_personalization": "granted" }""", null, false, null)]
    [InlineData("""{ "ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "denied" }""", null, false, null)]
    [InlineData("""{ "ad_user_data": "granted" }""", null, true, null)]
    [InlineData("""{ "analytics": true, "analytics_storage": "denied" }""", false, null, null)]
    [InlineData("""{ "analytics": false, "analytics_storage": "granted" }""", false, null, null)]
    [InlineData("""{ "marketing": true, "ad_storage": "denied" }""", null, false, null)]
    [InlineData("""{ "functionality_storage": "granted", "security_storage": "granted" }""", null, null, null)]
    public void Both_vocabularies_are_read_and_a_refusal_in_either_holds(string json, bool? analytics, bool? marketing, bool? personalization)
    {
        var consent = new ReadJson(json);

        consent.Fields.Choices().ShouldBe(new ConsentChoices(analytics, marketing, personalization));
        consent.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "analytics": "granted" }""", "analytics WrongType")]
    [InlineData("""{ "analytics": 1 }""", "analytics WrongType")]
    [InlineData("""{ "analytics_storage": true }""", "analytics_storage InvalidValue")]
    [InlineData("""{ "ad_storage": "Granted" }""", "ad_storage InvalidValue")]
    [InlineData("""{ "ad_user_data": "yes" }""", "ad_user_data InvalidValue")]
    [InlineData("""{ "ad_storage": "\ud800" }""", "ad_storage InvalidValue")]
    public void Another_value_is_noted_and_grants_nothing(string json, string wrong)
    {
        var consent = new ReadJson(json);

        consent.Fields.Choices().ShouldBe(ConsentChoices.Unknown);
        consent.Wrong.ShouldBe([wrong]);
    }

    [Fact]
    public void Absent_consent_says_nothing() => new ReadJson("{}").Fields.Object("consent").Choices().ShouldBe(ConsentChoices.Unknown);

    [Fact]
    public void An_event_speaks_over_its_batch_purpose_by_purpose() =>
        new ConsentChoices(false, null, null).Over(new ConsentChoices(true, true, null)).ShouldBe(new ConsentChoices(false, true, null));
}
