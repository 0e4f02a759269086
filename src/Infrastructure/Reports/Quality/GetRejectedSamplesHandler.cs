using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Reports.Quality;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports.Quality;

internal sealed class GetRejectedSamplesHandler(IDbContextFactory<TrackingContext> contexts)
    : IRequestHandler<GetRejectedSamples, RejectedSamplesReport>
{
    public async Task<RejectedSamplesReport> Handle(GetRejectedSamples request, CancellationToken cancellationToken)
    {
        var (scope, range) = (request.Scope, request.Scope.Range);
        var (site, from, to) = (scope.Site.Id, range.FromMs, range.ToMs);
        await using var db = await contexts.CreateForReportsAsync(cancellationToken);
        var rows = await db.RejectedSamples
            .Where(row => row.SiteId == site && row.ReceivedAtMs >= from && row.ReceivedAtMs < to)
            .OrderByDescending(row => row.ReceivedAtMs).ThenByDescending(row => row.Id)
            .Take(request.Limit)
            .ToListAsync(cancellationToken);
        return new RejectedSamplesReport(scope.Site.Name, range.FromTime, range.ToTime, range.Zone.Id, [.. rows.Select(row => new RejectedSample(
            DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAtMs),
            row.Type,
            row.Path,
            JsonNamingPolicy.CamelCase.ConvertName(row.Reason)))]);
    }
}
