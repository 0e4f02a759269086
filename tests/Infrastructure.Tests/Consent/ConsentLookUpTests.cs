using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Application.Consent;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Consent;

/// <summary>What one subject's look-up may cost, and what it does to the others'.</summary>
public sealed class ConsentLookUpTests : IAsyncLifetime
{
    private const int MostRead = 1_000;
    private static readonly Site Shop = new(1, "shop", new SiteSettings());
    private static readonly ConsentSubject Ana = new(ConsentSubjectKind.AnonymousId, "ana");

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 5, 17, 12, 0, 0, TimeSpan.Zero));
    private readonly SharedStore shared = new();
    private AwayStore store = null!;
    private ConsentRecords records = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        records?.Dispose();
        await shared.RemoveAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_very_many_decisions_the_newest_are_read_and_a_purpose_that_none_of_them_names_is_refused(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        await RecordManyAsync(MostRead, new(null, true, null));
        var all = await NewestAsync();
        await RecordAsync(new(true, null, null));

        (all.Analytics!.Value.Granted, all.Marketing!.Value.Granted).ShouldBe((false, true));
        (await NewestAsync()).Analytics!.Value.Granted.ShouldBeTrue();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_history_has_the_newest_thousand(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(true, null, null));
        await RecordManyAsync(MostRead, new(false, null, null));

        var history = await records.HistoryAsync(Shop, Ana, CancellationToken.None);
        (history.Count, history[^1].Statement.Choices.Analytics).ShouldBe((MostRead, false));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_look_up_that_takes_too_long_makes_nobody_else_unknown(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(false, null, null));
        (await TooLongAsync("somebody")).ShouldBe(RecordedConsent.None);
        store.Hangs = false;

        (await NewestAsync()).Analytics!.Value.Granted.ShouldBeFalse();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_must_not_guess_is_told_that_a_look_up_took_too_long(StoreKind kind)
    {
        await OnAsync(kind);
        await RecordAsync(new(false, null, null));
        store.Hangs = true;
        var known = records.KnownAsync(Shop, "ana", userId: null, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        (await known).ShouldBeNull();
        store.Hangs = false;

        (await records.KnownAsync(Shop, "ana", userId: null, CancellationToken.None)).ShouldNotBeNull().Analytics!.Value.Granted.ShouldBeFalse();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task After_three_in_a_row_that_took_too_long_nobody_waits_for_the_next(StoreKind kind)
    {
        await OnAsync(kind);
        foreach (var subject in (string[])["a", "b", "c"])
            await TooLongAsync(subject);

        records.NewestAsync(Shop, "d", userId: null, CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_stranger_costs_no_look_at_the_store_once_all_who_are_on_record_are_known(StoreKind kind)
    {
        await OnAsync(kind);
        string[] known = ["a", "b", "c", "d", "e"];
        foreach (var name in known)
            await records.RecordAsync(Shop, new(ConsentSubjectKind.AnonymousId, name), new(new(false, null, null), null, null), CancellationToken.None);
        records.Dispose();
        records = await ProcessAsync(subjectsPerRefresh: 2);

        for (var looks = 0; looks < 3; looks++)
        {
            await records.RefreshAsync(CancellationToken.None);
            foreach (var name in known)
                (await NewestAsync(name)).Analytics!.Value.Granted.ShouldBeFalse();
            store.Hangs = true;
            (records.NewestAsync(Shop, "stranger", userId: null, CancellationToken.None).AsTask().IsCompleted, looks).ShouldBe((looks == 2, looks));
            store.Hangs = false;
        }
    }

    private async Task<RecordedConsent> TooLongAsync(string anonymousId)
    {
        store.Hangs = true;
        var newest = records.NewestAsync(Shop, anonymousId, userId: null, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        return await newest;
    }

    private async Task OnAsync(StoreKind kind)
    {
        await shared.OnAsync(kind);
        store = shared.ProcessThatLosesIt();
        records = await ProcessAsync();
    }

    private async Task<ConsentRecords> ProcessAsync(int subjectsPerRefresh = 100)
    {
        var keys = new HashKeys(store, time);
        await keys.LoadAsync(CancellationToken.None);
        return new ConsentRecords(store, new BusOptions(), keys, time, NullLogger<ConsentRecords>.Instance) { SubjectsPerRefresh = subjectsPerRefresh };
    }

    private Task<ConsentReceipt> RecordAsync(ConsentChoices choices) =>
        records.RecordAsync(Shop, Ana, new(choices, null, null), CancellationToken.None);

    private async Task RecordManyAsync(int count, ConsentChoices choices)
    {
        await using var db = await shared.Process().CreateDbContextAsync();
        var subject = db.Consents.Select(row => row.SubjectKey).Single();
        db.Consents.AddRange(Enumerable.Range(0, count).Select(_ => new ConsentRow
        {
            SiteId = Shop.Id,
            ReceiptId = Guid.NewGuid(),
            SubjectKind = Ana.Kind,
            SubjectKey = subject,
            RecordedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Analytics = choices.Analytics,
            Marketing = choices.Marketing,
            Personalization = choices.Personalization,
            PolicyVersion = null,
            Source = null,
        }));
        await db.SaveChangesAsync();
    }

    private async Task<RecordedConsent> NewestAsync(string anonymousId = "ana") =>
        await records.NewestAsync(Shop, anonymousId, userId: null, CancellationToken.None);
}
