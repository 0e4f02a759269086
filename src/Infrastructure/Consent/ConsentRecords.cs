using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect;
using Tracking.Application.Consent;
using Tracking.Contracts.Privacy;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Publishing;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Consent;

/// <summary>
/// Decisions on record, in the store and, for the subjects that were asked for lately, in memory, as is who has any at all. What other
/// processes record is read every second; while that fails, refusals in memory still hold, and grants do not: they may have been withdrawn.
/// </summary>
internal sealed partial class ConsentRecords(
    IDbContextFactory<TrackingContext> contexts, BusOptions bus, IHashKeys keys, TimeProvider time, ILogger<ConsentRecords> logger)
    : IConsentRecords, IDisposable
{
    private const int MostCached = 200_000;
    private const int PollPage = 5_000;
    private const int FewestSubjects = 500_000;
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RecentFor = TimeSpan.FromSeconds(10);

    /// <summary>Most decisions of one subject that are read, the newest: anybody may add to them with the public key.</summary>
    private const int MostRead = 1_000;

    /// <summary>After so many look-ups in a row that took too long it is the database that hangs, not one subject that is slow.</summary>
    private const int HangsAfter = 3;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostCached });
    private SubjectFilter? onRecord;
    private long onRecordUpTo;
    private volatile bool areSubjectsRead;
    private long lastSeen = -1;
    private long believedUntil;
    private long version;
    private int slowInARow;

    /// <summary>Whether nothing is looked up until the store was read once more: a database that hangs must not hold up every event.</summary>
    private volatile bool isAway;

    /// <summary>How many subjects a look at the store reads until all are known.</summary>
    internal int SubjectsPerRefresh { get; init; } = 100_000;

    /// <inheritdoc/>
    public async ValueTask<RecordedConsent> NewestAsync(
        Site site, string? anonymousId, string? userId, CancellationToken cancellationToken)
    {
        var (newest, _) = await LookUpAsync(site, anonymousId, userId, cancellationToken);
        return newest;
    }

    /// <summary>The same for who must not guess.</summary>
    /// <returns><c>null</c> when a newer decision may be on record that cannot be known just now.</returns>
    public async ValueTask<RecordedConsent?> KnownAsync(Site site, string? anonymousId, string? userId, CancellationToken cancellationToken)
    {
        var (newest, isKnown) = await LookUpAsync(site, anonymousId, userId, cancellationToken);
        return isKnown ? newest : null;
    }

    /// <inheritdoc/>
    public async Task<ConsentReceipt> RecordAsync(
        Site site, ConsentSubject subject, ConsentStatement statement, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = new ConsentRow
        {
            SiteId = site.Id,
            ReceiptId = Guid.CreateVersion7(now),
            SubjectKind = subject.Kind,
            SubjectKey = KeyOf(site, subject),
            RecordedAtMs = now.ToUnixTimeMilliseconds(),
            Analytics = statement.Choices.Analytics,
            Marketing = statement.Choices.Marketing,
            Personalization = statement.Choices.Personalization,
            PolicyVersion = statement.PolicyVersion,
            Source = statement.Source,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Consents.Add(row);
        if (bus.Transport == BusTransport.RabbitMq)
            db.OutboxMessages.Add(MessageOf(site, subject, row));
        await db.SaveChangesAsync(cancellationToken);
        Forget(row.SiteId, row.SubjectKey);
        return ToReceipt(row);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConsentReceipt>> HistoryAsync(Site site, ConsentSubject subject, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await NewestOf(db, site, subject.Kind, KeyOf(site, subject)).ToListAsync(cancellationToken)).ConvertAll(ToReceipt);
    }

    /// <summary>Learns which subjects' decisions other processes have recorded since the last time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (lastSeen < 0)
            lastSeen = await db.Consents.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0;
        // Numbers are given one after the other, so there are at most so many; and room for as many again, which is years of them.
        onRecord ??= new SubjectFilter(Math.Max(FewestSubjects, 2 * lastSeen));

        // A number that was given earlier can be committed later: look back a little, forgetting twice does no harm.
        var from = lastSeen - PollPage;
        // Not a call in the query: EF would write what it gave into the text, which then is another one every time.
        var recent = time.GetUtcNow().Add(-RecentFor).ToUnixTimeMilliseconds();
        var changed = await db.Consents.Where(row => row.Id > lastSeen || (row.Id > from && row.RecordedAtMs > recent))
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.SiteId, row.SubjectKey }).ToListAsync(cancellationToken);
        foreach (var row in changed)
            Forget(row.SiteId, row.SubjectKey);
        if (changed.Count > 0)
            lastSeen = Math.Max(lastSeen, changed[^1].Id);
        await ReadSubjectsAsync(db, cancellationToken);
        isAway = false;
        Volatile.Write(ref believedUntil, began + (long)(BelievedFor.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>Looks nothing up until the store was read once more.</summary>
    public void Away() => isAway = true;

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    /// <summary>Reads who has decisions on record, some at a time: a process that starts has more to do.</summary>
    private async Task ReadSubjectsAsync(TrackingContext db, CancellationToken cancellationToken)
    {
        if (areSubjectsRead)
            return;
        var rows = await db.Consents.Where(row => row.Id > onRecordUpTo).OrderBy(row => row.Id).Take(SubjectsPerRefresh)
            .Select(row => new { row.Id, row.SubjectKey }).ToListAsync(cancellationToken);
        foreach (var row in rows)
            onRecord!.Add(row.SubjectKey);
        if (rows.Count > 0)
            onRecordUpTo = rows[^1].Id;
        areSubjectsRead = rows.Count < SubjectsPerRefresh;
    }

    private async ValueTask<(RecordedConsent Newest, bool IsKnown)> LookUpAsync(
        Site site, string? anonymousId, string? userId, CancellationToken cancellationToken)
    {
        var (newest, isKnown) = (RecordedConsent.None, true);
        if (anonymousId is not null)
            (newest, isKnown) = await OfAsync(site, new ConsentSubject(ConsentSubjectKind.AnonymousId, anonymousId), cancellationToken);
        if (userId is null)
            return (newest, isKnown);
        var (users, isUsersKnown) = await OfAsync(site, new ConsentSubject(ConsentSubjectKind.UserId, userId), cancellationToken);
        return (newest.NewestWith(users), isKnown && isUsersKnown);
    }

    private async ValueTask<(RecordedConsent Newest, bool IsKnown)> OfAsync(Site site, ConsentSubject subject, CancellationToken cancellationToken)
    {
        var key = KeyOf(site, subject);
        var isBelieved = time.GetTimestamp() < Volatile.Read(ref believedUntil);
        if (isBelieved && areSubjectsRead && !onRecord!.MayHold(key))
            return (RecordedConsent.None, true);
        var known = cache.Get<RecordedConsent>((site.Id, key));
        if (isBelieved && known is not null)
            return (known, true);
        var held = known?.RefusalsOnly() ?? RecordedConsent.None;
        if (isAway)
            return (held, false);
        using var tooLong = new CancellationTokenSource(LongestLookUp, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        try
        {
            var before = Interlocked.Read(ref version);
            await using var db = await contexts.CreateDbContextAsync(patience.Token);
            var recorded = Newest(await NewestOf(db, site, subject.Kind, key).ToListAsync(patience.Token));
            Volatile.Write(ref slowInARow, 0);
            // Something may have been forgotten while it was read: then it is not kept.
            if (Interlocked.Read(ref version) == before)
                cache.Set((site.Id, key), recorded, new MemoryCacheEntryOptions { Size = 1 });
            return (recorded, true);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (!tooLong.IsCancellationRequested || Interlocked.Increment(ref slowInARow) >= HangsAfter)
                isAway = true;
            LogUnknown(logger, exception);
            return (held, false);
        }
    }

    // By the site's number: one that is made again under an old name is another site.
    private void Forget(int siteId, Guid subjectKey)
    {
        onRecord?.Add(subjectKey);
        Interlocked.Increment(ref version);
        cache.Remove((siteId, subjectKey));
    }

    // The one place where the subject is in the store by name, until the broker has it.
    private static OutboxMessageRow MessageOf(Site site, ConsentSubject subject, ConsentRow row)
    {
        var isUser = subject.Kind == ConsentSubjectKind.UserId;
        var message = PublicMessage.Of(site.Name, DateTimeOffset.FromUnixTimeMilliseconds(row.RecordedAtMs), new ConsentChanged(
            new PrivacySubject(isUser ? null : subject.Id, isUser ? subject.Id : null),
            new ConsentDecisions(row.Analytics, row.Marketing, row.Personalization),
            row.ReceiptId.ToString()));
        return new OutboxMessageRow
        {
            SiteId = site.Id,
            RoutingKey = message.RoutingKey,
            MessageId = message.Id,
            Body = Encoding.UTF8.GetString(message.Body.Span),
        };
    }

    private Guid KeyOf(Site site, ConsentSubject subject) => KeyedHash.OfLasting(
        keys.Installation, site.Name, subject.Kind == ConsentSubjectKind.UserId ? "consent of user" : "consent of browser", subject.Id);

    private static RecordedConsent Newest(List<ConsentRow> rows)
    {
        // Oldest first: of two of one time the one that was recorded after the other holds.
        var recorded = Enumerable.Reverse(rows).Aggregate(RecordedConsent.None, (sum, row) => sum.With(
            new ConsentChoices(row.Analytics, row.Marketing, row.Personalization), DateTimeOffset.FromUnixTimeMilliseconds(row.RecordedAtMs)));
        if (rows.Count < MostRead)
            return recorded;
        // A refusal may lie behind what was read, and must not be lost there.
        var refused = new ConsentDecision(Granted: false, DateTimeOffset.FromUnixTimeMilliseconds(rows[^1].RecordedAtMs));
        return new RecordedConsent(recorded.Analytics ?? refused, recorded.Marketing ?? refused, recorded.Personalization ?? refused);
    }

    private static IQueryable<ConsentRow> NewestOf(TrackingContext db, Site site, ConsentSubjectKind kind, Guid key) => db.Consents.AsNoTracking()
        .Where(row => row.SiteId == site.Id && row.SubjectKind == kind && row.SubjectKey == key)
        .OrderByDescending(row => row.Id).Take(MostRead);

    private static ConsentReceipt ToReceipt(ConsentRow row) => new(
        row.ReceiptId,
        DateTimeOffset.FromUnixTimeMilliseconds(row.RecordedAtMs),
        new ConsentStatement(new ConsentChoices(row.Analytics, row.Marketing, row.Personalization), row.PolicyVersion, row.Source));

    [LoggerMessage(LogLevel.Warning, "Decisions on record cannot be read; until they can they are taken as unknown, but for refusals that this process has read lately.")]
    private static partial void LogUnknown(ILogger logger, Exception exception);
}
