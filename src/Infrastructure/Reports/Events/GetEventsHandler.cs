using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Reports.Events;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports.Events;

internal sealed class GetEventsHandler(IDbContextFactory<TrackingContext> contexts) : IRequestHandler<GetEvents, EventsReport>
{
    public async Task<EventsReport> Handle(GetEvents request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var sql = new ReportSql(db, scope);
        var statement = sql.Statement($"SELECT e.* FROM Events e {sql.SessionOfEvent} WHERE {sql.AllEventsInRange}");
        var events = db.Events.FromSqlRaw(statement.Text, [.. statement.Parameters]);
        if (request.Type is { } type)
            events = events.Where(row => row.Type == type);
        if (request.After is var (at, id))
        {
            // The first condition alone is what an index can seek by.
            events = events.Where(row => row.TimestampMs <= at && (row.TimestampMs < at || row.Id < id));
        }

        // One more than asked for tells whether there is another page.
        var rows = await events.OrderByDescending(row => row.TimestampMs).ThenByDescending(row => row.Id)
            .Take(request.Limit + 1).ToListAsync(cancellationToken);
        var page = rows.Take(request.Limit).ToList();
        var next = rows.Count > page.Count ? new EventCursor(page[^1].TimestampMs, page[^1].Id).ToString() : null;
        return new EventsReport(
            scope.Site.Name,
            range.FromTime,
            range.ToTime,
            range.Zone.Id,
            [.. page.Select(row => StoredEvents.ToContract(row, scope.Site.Name))],
            next);
    }
}
