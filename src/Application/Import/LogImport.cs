using System.Net;
using MediatR;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.PageViews;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Application.Import;

/// <summary>
/// Imports a web server's log: each page request becomes a page view by the same command, and so by the same validation and consent, as one
/// that a browser sends.
/// </summary>
public sealed class LogImport(IMediator mediator, IImportStore store, IHashKeys keys, TimeProvider time)
{
    private const int EventsPerBatch = 1_000;

    /// <summary>Imports a log.</summary>
    /// <param name="reader">The log.</param>
    /// <param name="robotsReaders">Who in it is a program by what it asks for.</param>
    /// <param name="site">Whose pages they are.</param>
    /// <param name="origin">Scheme and host of the pages; <c>null</c>: as the lines say, else <see cref="PageOrigin.WhereUnsaid"/>.</param>
    /// <param name="summary">Counts as it goes on, for progress.</param>
    /// <param name="cancellationToken">Stops it between two batches; what was stored stays, and another run goes on.</param>
    public async Task RunAsync(
        LogReader reader, RobotsReaders robotsReaders, Site site, PageOrigin? origin, ImportSummary summary, CancellationToken cancellationToken)
    {
        var ids = new LineMessageIds(keys.Installation.ToArray());
        var batch = new List<CollectedEvent>(EventsPerBatch);
        var unknown = PageOrigin.Unknown(site.Name);
        var fallback = PageOrigin.WhereUnsaid(site);
        await foreach (var line in reader.ReadLinesAsync(cancellationToken))
        {
            summary.Lines++;
            if (!PageRequest.TryRead(line, origin, fallback, out var page, out var reason))
            {
                summary.Skip(reason.Value);
                continue;
            }

            summary.Pages++;
            if (page.Url.StartsWith($"{unknown}/", StringComparison.Ordinal))
                summary.WithoutHost++;
            var command = CommandOf(page, robotsReaders.Contain(page.Address, page.UserAgent), ids.Next(line.Bytes.Span), site, summary);
            switch (await mediator.Send(command, cancellationToken))
            {
                case CollectOutcome.Collected collected:
                    batch.Add(collected.Event);
                    break;
                case CollectOutcome.Dropped dropped:
                    summary.Dropped++;
                    store.Dropped(site.Id, time.GetUtcNow(), dropped.Reason);
                    break;
                case CollectOutcome.Rejected rejected:
                    summary.Rejected++;
                    store.Rejected(site.Id, time.GetUtcNow(), "page_view", rejected.Errors[0]);
                    break;
            }

            if (batch.Count == EventsPerBatch)
                await StoreAsync(batch, summary, cancellationToken);
        }

        await StoreAsync(batch, summary, cancellationToken);
    }

    private async Task StoreAsync(List<CollectedEvent> batch, ImportSummary summary, CancellationToken cancellationToken)
    {
        var before = store.Stored;
        await store.PublishAsync(batch, cancellationToken);
        summary.Stored += store.Stored - before;
        summary.Known += batch.Count - (store.Stored - before);
        batch.Clear();
    }

    private TrackPageView CommandOf(PageRequest page, bool readsRobots, string messageId, Site site, ImportSummary summary)
    {
        var isAddress = IPAddress.TryParse(page.Address, out var address);
        if (!isAddress)
            summary.HostNames++;
        var envelope = new EventEnvelope
        {
            Site = site,
            FromServer = true,
            MessageId = messageId,
            Timestamp = page.Time,
            ReceivedAt = time.GetUtcNow(),
            // A log's times are by the second: within one, its lines' order is the visit's.
            Sequence = (int)(summary.Lines % int.MaxValue),
            Client = new VisitorClient { Kind = ClientKind.PageRequest, Address = address, UserAgent = page.UserAgent, ReadsRobots = readsRobots },
            // A server that looked names up wrote one in the address's place: it tells visitors apart as well.
            CookielessTraits = new CookielessTraits(address, isAddress ? page.UserAgent : $"{page.Address} {page.UserAgent}"),
            CookielessDay = new CookielessDay(DateOnly.FromDateTime(page.Time.UtcDateTime), IsHistory: true),
        };
        return new TrackPageView(envelope, page.Url, Title: null, page.Referrer);
    }
}
