using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Application.Consent;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Consent;

public sealed class ConsentRecordsTests : IAsyncLifetime
{
    private static readonly Site Shop = new(1, "shop", new SiteSettings());
    private static readonly ConsentSubject Ana = new(ConsentSubjectKind.AnonymousId, "ana");

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 5, 17, 12, 0, 0, TimeSpan.Zero));
    private readonly SharedStore shared = new();
    private AwayStore store = null!;
    private ConsentRecords here = null!;
    private ConsentRecords there = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        here?.Dispose();
        there?.Dispose();
        await shared.RemoveAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nothing_is_on_record_for_a_stranger(StoreKind kind)
    {
        await OnAsync(kind);

        (await NewestAsync(there)).ShouldBe(RecordedConsent.None);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_decision_holds_here_at_once(StoreKind kind)
    {
        await OnAsync(kind);
        await here.RefreshAsync(CancellationToken.None);
        await NewestAsync(here);
        await RecordAsync(new(true, null, null));

        (await NewestAsync(here)).ShouldBe(new RecordedConsent(new(true, time.GetUtcNow()), null, null));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_another_process_records_is_seen_after_a_look(StoreKind kind)
    {
        await OnAsync(kind);
        (await NewestAsync(there)).ShouldBe(RecordedConsent.None);
        await RecordAsync(new(false, null, null));
        await there.RefreshAsync(CancellationToken.None);

        (await NewestAsync(there)).Analytics.ShouldBe(new ConsentDecision(false, time.GetUtcNow()));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_another_process_records_is_seen_without_a_look_when_memory_is_four_seconds_old(StoreKind kind)
    {
        await OnAsync(kind);
        await NewestAsync(there);
        await RecordAsync(new(false, null, null));
        time.Advance(TimeSpan.FromSeconds(4));

        (await NewestAsync(there)).Analytics!.Value.Granted.ShouldBeFalse();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Per_purpose_the_newest_decision_is_on_record(StoreKind kind)
    {
        await OnAsync(kind);
        var first = time.GetUtcNow();
        await RecordAsync(new(true, true, null));
        time.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync(new(null, false, true));
        await there.RefreshAsync(CancellationToken.None);

        (await NewestAsync(there)).ShouldBe(new RecordedConsent(new(true, first), new(false, time.GetUtcNow()), new(true, time.GetUtcNow())));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Both_ids_of_a_visitor_are_heard(StoreKind kind)
    {
        await OnAsync(kind);
        await here.RecordAsync(Shop, new(ConsentSubjectKind.UserId, "u-1"), new(new(null, true, null), null, null), CancellationToken.None);
        await RecordAsync(new(true, null, null));
        await there.RefreshAsync(CancellationToken.None);

        (await there.NewestAsync(Shop, "ana", "u-1", CancellationToken.None))
            .ShouldBe(new RecordedConsent(new(true, time.GetUtcNow()), new(true, time.GetUtcNow()), null));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_decision_is_one_subjects_of_one_site(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        await there.RefreshAsync(CancellationToken.None);
        (string Site, string? AnonymousId, string? UserId)[] others = [("shop", null, "ana"), ("other", "ana", null), ("shop", "Ana", null)];

        foreach (var (site, anonymousId, userId) in others)
            (await there.NewestAsync(Shop with { Name = site }, anonymousId, userId, CancellationToken.None)).ShouldBe(RecordedConsent.None);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_site_that_is_made_again_under_its_old_name_has_no_decision_of_the_old_one(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        await there.RefreshAsync(CancellationToken.None);
        await NewestAsync(there);

        (await there.NewestAsync(Shop with { Id = 2 }, "ana", userId: null, CancellationToken.None)).ShouldBe(RecordedConsent.None);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task While_the_store_is_away_a_decision_in_memory_is_unknown_after_four_seconds(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        await there.RefreshAsync(CancellationToken.None);
        var before = await NewestAsync(there);
        store.IsAway = true;
        time.Advance(TimeSpan.FromSeconds(4));

        (before.Analytics!.Value.Granted, await NewestAsync(there)).ShouldBe((true, RecordedConsent.None));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task While_the_store_is_away_a_refusal_in_memory_holds_however_long(StoreKind kind)
    {
        await OnAsync(kind);
        var refused = new ConsentDecision(Granted: false, time.GetUtcNow());
        await RecordAsync(new(true, false, null));
        await there.RefreshAsync(CancellationToken.None);
        await NewestAsync(there);
        store.IsAway = true;
        time.Advance(TimeSpan.FromDays(2));
        var known = new List<RecordedConsent>();
        for (var i = 0; i < 3; i++)
        {
            known.Add(await NewestAsync(there));
            time.Advance(TimeSpan.FromSeconds(2));
        }

        known.ShouldAllBe(record => record == new RecordedConsent(null, refused, null));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task While_the_store_is_away_a_stranger_is_unknown(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        store.IsAway = true;

        (await NewestAsync(there)).ShouldBe(RecordedConsent.None);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Once_the_store_is_back_a_decision_is_known_again(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        store.IsAway = true;
        await NewestAsync(there);
        store.IsAway = false;
        await there.RefreshAsync(CancellationToken.None);

        (await NewestAsync(there)).Analytics!.Value.Granted.ShouldBeTrue();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_decision_that_cannot_be_stored_is_not_receipted(StoreKind kind)
    {
        await OnAsync(kind);
        store.IsAway = true;

        await Should.ThrowAsync<Exception>(
            () => there.RecordAsync(Shop, Ana, new(new(true, null, null), null, null), CancellationToken.None));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_history_of_a_subject_is_given_newest_first(StoreKind kind)
    {
        await OnAsync(kind);
        await here.RecordAsync(Shop, Ana, new(new(true, null, null), "v1", "banner"), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        await here.RecordAsync(Shop, Ana, new(new(false, null, null), "v2", "account"), CancellationToken.None);

        (await there.HistoryAsync(Shop, Ana, CancellationToken.None)).Select(receipt => receipt.Statement)
            .ShouldBe([new(new(false, null, null), "v2", "account"), new(new(true, null, null), "v1", "banner")]);
    }

    [Fact]
    public async Task No_file_names_the_subject()
    {
        await OnAsync(StoreKind.Sqlite);
        await here.RecordAsync(
            Shop, new(ConsentSubjectKind.UserId, "somebody@example.org"), new(new(false, null, null), null, null), CancellationToken.None);

        (await shared.FilesWithAsync("somebody@example.org"u8.ToArray())).ShouldBeEmpty();
    }

    private async Task OnAsync(StoreKind kind)
    {
        await shared.OnAsync(kind);
        store = shared.ProcessThatLosesIt();
        here = await ProcessAsync(shared.Process());
        there = await ProcessAsync(store);
        await there.RefreshAsync(CancellationToken.None);
    }

    private async Task<ConsentRecords> ProcessAsync(IDbContextFactory<TrackingContext> contexts)
    {
        var keys = new HashKeys(contexts, time);
        await keys.LoadAsync(CancellationToken.None);
        return new ConsentRecords(contexts, new BusOptions(), keys, time, NullLogger<ConsentRecords>.Instance);
    }

    private Task<ConsentReceipt> RecordAsync(ConsentChoices choices) => here.RecordAsync(Shop, Ana, new(choices, null, null), CancellationToken.None);

    private static async Task<RecordedConsent> NewestAsync(ConsentRecords records) =>
        await records.NewestAsync(Shop, "ana", userId: null, CancellationToken.None);
}
