using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Consent;

/// <summary>Whose word about consent counts: the site's default, the event's own, the record, GPC and Do Not Track.</summary>
[Collection(OneService.Name)]
public sealed class ConsentDecisionTests(ServiceFixture fixture)
{
    /// <summary>Mode, treatment, what the event says, what is on record (from before it), and what becomes of the event.</summary>
    public static TheoryData<string, string, string, string, string> Matrix
    {
        get
        {
            var data = new TheoryData<string, string, string, string, string>();
            foreach (var mode in (string[])["opt-in", "opt-out"])
                foreach (var treatment in (string[])["anonymise", "drop"])
                    foreach (var own in (string[])["granted", "denied", "unknown"])
                        foreach (var record in (string[])["granted", "denied", "unknown"])
                        {
                            var newest = own != "unknown" ? own : record != "unknown" ? record : mode == "opt-in" ? "denied" : "granted";
                            data.Add(mode, treatment, own, record,
                                newest == "granted" ? "accepted" : treatment == "drop" ? "dropped" : "anonymised");
                        }

            return data;
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public async Task The_newest_decision_holds_else_the_sites_default(string mode, string treatment, string own, string record, string outcome)
    {
        var site = await fixture.Service.CreateSiteAsync($$"""{ "consentMode": "{{mode}}", "withoutConsent": "{{treatment}}" }""");
        if (record != "unknown")
            await site.RecordAsync($$"""{ "anonymousId": "a", "decisions": { "analytics": {{(record == "granted" ? "true" : "false")}} } }""");
        var view = Sample.PageView().With("anonymousId", "a");
        if (own != "unknown")
            view.With("context.consent.analytics", own == "granted");

        var answer = await site.CollectAsync(view);
        answer.Status.ShouldBe(202);
        foreach (var member in (string[])["accepted", "anonymised", "dropped"])
            answer.Number(member).ShouldBe(member == outcome ? 1 : 0, member);
        var stored = await site.StoredAsync();
        stored.Count.ShouldBe(outcome == "dropped" ? 0 : 1);
        if (stored is [var one])
            (one.Anonymised, one.AnonymousId).ShouldBe(outcome == "accepted" ? (false, "a") : (true, null));
    }

    [Theory]
    [InlineData("anonymousId")]
    [InlineData("userId")]
    public async Task A_record_newer_than_the_event_wins(string subject)
    {
        var site = await fixture.Service.CreateSiteAsync();
        await site.RecordAsync($$"""{ "{{subject}}": "s", "decisions": { "analytics": false } }""");
        var earlier = Sample.PageView().With(subject, "s").With("context.consent", Sample.Consent(true))
            .With("timestamp", DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds());
        (await site.CollectAsync(earlier)).Number("anonymised").ShouldBe(1);
        (await site.CollectAsync(Sample.PageView().With(subject, "s").With("context.consent", Sample.Consent(true)))).Number("accepted").ShouldBe(1);
    }

    [Fact]
    public async Task A_record_holds_for_the_next_event_though_another_was_read_before()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var view = Sample.PageView().With("anonymousId", "a");
        foreach (var granted in (bool[])[true, false, true])
        {
            await site.RecordAsync($$"""{ "anonymousId": "a", "decisions": { "analytics": {{(granted ? "true" : "false")}} } }""", site.WriteKey);
            (await site.CollectAsync(view)).Number("accepted").ShouldBe(granted ? 1 : 0);
        }
    }

    [Fact]
    public async Task Either_ids_record_counts_and_the_newer_of_both_holds()
    {
        var site = await fixture.Service.CreateSiteAsync();
        await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "analytics": true } }""");
        (await site.CollectAsync(Sample.PageView().With("anonymousId", "a").With("userId", "u"))).Number("accepted").ShouldBe(1);
        await site.RecordAsync("""{ "userId": "u", "decisions": { "analytics": false } }""");
        (await site.CollectAsync(Sample.PageView().With("anonymousId", "a").With("userId", "u"))).Number("anonymised").ShouldBe(1);
        (await site.CollectAsync(Sample.PageView().With("anonymousId", "a"))).Number("accepted").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{ "analytics_storage": "granted" }""", true, false, false)]
    [InlineData("""{ "analytics_storage": "denied", "ad_storage": "granted" }""", false, true, false)]
    [InlineData("""{ "analytics_storage": "granted", "ad_storage": "granted", "ad_user_data": "denied" }""", true, false, false)]
    [InlineData("""{ "analytics_storage": "granted", "ad_storage": "granted", "ad_user_data": "granted", "ad_personalization": "granted", "personalization_storage": "granted" }""", true, true, true)]
    [InlineData("""{ "analytics": true, "marketing": true, "personalization": false }""", true, true, false)]
    public async Task Every_purpose_is_decided_by_itself_and_googles_names_are_understood(
        string consent, bool analytics, bool marketing, bool personalization)
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(Sample.PageView().With("context.consent", Json.Object(consent)));
        (stored.Analytics, stored.Marketing, stored.Personalization).ShouldBe((analytics, marketing, personalization));
        stored.Anonymised.ShouldBe(!analytics);
    }

    [Theory]
    [InlineData("header", "opt-in", "own")]
    [InlineData("header", "opt-in", "record")]
    [InlineData("header", "opt-out", "none")]
    [InlineData("context", "opt-in", "own")]
    [InlineData("context", "opt-out", "none")]
    [InlineData("batch", "opt-out", "none")]
    public async Task Global_privacy_control_denies_marketing_whatever_else_is_said(string where, string mode, string said)
    {
        var site = await fixture.Service.CreateSiteAsync($$"""{ "consentMode": "{{mode}}" }""");
        var view = Sample.PageView("m").With("anonymousId", "a").With("context.clickIds.gclid", "g");
        if (said == "own")
            view.With("context.consent", Sample.Consent(true, true));
        if (said == "record")
            await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "analytics": true, "marketing": true } }""");
        if (where == "context")
            view.With("context.gpc", true);
        var json = where == "batch" ? Sample.Batch(view).With("context.gpc", true) : view;

        var stored = await site.StoreAsync(json, null, where == "header" ? [("Sec-GPC", "1")] : []);
        (stored.Analytics, stored.Marketing, stored.Context["clickIds"]).ShouldBe((true, false, null));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("true")]
    public async Task Another_value_of_the_header_says_nothing(string value)
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "consentMode": "opt-out" }""");
        (await site.StoreAsync(Sample.PageView(), null, ("Sec-GPC", value))).Marketing.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, "1", false)]
    [InlineData(true, "0", true)]
    [InlineData(false, "1", true)]
    public async Task Do_not_track_denies_where_the_site_honours_it(bool honoured, string header, bool granted)
    {
        var site = await fixture.Service.CreateSiteAsync($$"""{ "honourDoNotTrack": {{(honoured ? "true" : "false")}} }""");
        var stored = await site.StoreAsync(Sample.PageView().With("context.consent", Sample.Consent(true, true)), null, ("DNT", header));
        (stored.Analytics, stored.Marketing).ShouldBe((granted, granted));
    }

    [Theory]
    [InlineData("anonymise")]
    [InlineData("drop")]
    public async Task An_identify_without_consent_is_dropped(string treatment)
    {
        var site = await fixture.Service.CreateSiteAsync($$"""{ "withoutConsent": "{{treatment}}" }""");
        var answer = await site.CollectAsync(Sample.Batch(
            Sample.Whole("identify").Without("context"),
            Sample.Whole("identify").With("context.consent", Sample.Consent(false, true)),
            Sample.Whole("identify").With("messageId", "kept")));
        (answer.Number("dropped"), answer.Number("accepted"), answer.Number("anonymised")).ShouldBe((2, 1, 0));
        (await site.StoredAsync()).ShouldHaveSingleItem().MessageId.ShouldBe("kept");
    }

    [Fact]
    public async Task When_all_are_dropped_it_is_no_error()
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "withoutConsent": "drop" }""");
        (await site.CollectAsync(Sample.PageView())).Status.ShouldBe(202);
    }
}
