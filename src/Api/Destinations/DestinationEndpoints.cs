using NodaTime;
using Tracking.Api.Administration;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Api.Problems;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Destinations;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;

namespace Tracking.Api.Destinations;

/// <summary>Destinations of the key's site (HTTP contract v1, "Administration").</summary>
internal static class DestinationEndpoints
{
    private const int MostDeliveries = 1_000;
    private const int DeliveriesByDefault = 100;

    /// <summary>Maps them.</summary>
    public static void MapDestinations(this IEndpointRouteBuilder routes)
    {
        var destinations = routes.MapGroup("/v1/destinations").WithTags("Destinations");
        destinations.MapGet("/", async (HttpContext context, IDestinations port) =>
                TypedResults.Json(new DestinationsAnswer(
                    [.. (await port.ListAsync(SiteOf(context), context.RequestAborted)).Select(DestinationAnswer.Of)], port.Kinds)))
            .WithName("listDestinations").Produces<DestinationsAnswer>().RequireScope(KeyScopes.Admin);
        destinations.MapPost("/", AddAsync).WithName("addDestination").Produces<DestinationAnswer>(StatusCodes.Status201Created).RequireScope(KeyScopes.Admin);
        destinations.MapGet("/{id:int}", (HttpContext context, int id, IDestinations port) =>
                WithDestinationAsync(context, port, id, found => Task.FromResult<IResult>(TypedResults.Json(DestinationAnswer.Of(found)))))
            .WithName("getDestination").Produces<DestinationAnswer>().RequireScope(KeyScopes.Admin);
        destinations.MapPatch("/{id:int}", ChangeAsync).WithName("changeDestination").Produces<DestinationAnswer>().RequireScope(KeyScopes.Admin);
        destinations.MapDelete("/{id:int}", async (HttpContext context, int id, IDestinations port) =>
                await port.DeleteAsync(SiteOf(context), id, context.RequestAborted) ? TypedResults.NoContent() : Problem.NotFound("destination"))
            .WithName("deleteDestination").RequireScope(KeyScopes.Admin);
        destinations.MapGet("/{id:int}/deliveries", DeliveriesAsync).WithName("listDeliveries").Produces<DeliveriesAnswer>().RequireScope(KeyScopes.Admin);
        destinations.MapPost("/{id:int}/replay", ReplayAsync).WithName("replayDeliveries").Produces<ReplayAnswer>(StatusCodes.Status202Accepted).RequireScope(KeyScopes.Admin);
        destinations.MapPost("/{id:int}/test", (HttpContext context, int id, IDestinations port) =>
                WithDestinationAsync(context, port, id, async found =>
                {
                    var said = await port.TestAsync(found.Destination, context.RequestAborted);
                    return TypedResults.Json(new TestAnswer(said.IsTaken, said.Says));
                }))
            .WithName("testDestination").Produces<TestAnswer>().RequireScope(KeyScopes.Admin);
        destinations.MapPost("/{id:int}/dry-run", DryRunAsync).WithName("dryRunDestination").Produces<DryRunAnswer>().RequireScope(KeyScopes.Admin);
    }

    private static Site SiteOf(HttpContext context) => context.GetCaller().Site;

    private static Task<IResult> AddAsync(HttpContext context, IDestinations port) => JsonBody.WithObjectAsync(context, async json =>
    {
        var errors = new List<FieldError>();
        var fields = new JsonFields(json, string.Empty, errors);
        var kind = fields.Text("kind");
        if (kind is null || !port.Kinds.Contains(kind))
            fields.Fail("kind", RejectionReason.InvalidValue, $"is required: one of {string.Join(", ", port.Kinds)}");
        var change = DestinationBody.ReadChange(fields, "kind");
        if (change.Settings is null)
            fields.Fail("settings", RejectionReason.Missing, "is required: an object of the kind's settings");
        if (errors.Count > 0)
            return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));
        var added = await port.AddAsync(SiteOf(context), kind!, change, context.RequestAborted);
        return added.Destination is { } destination
            ? TypedResults.Created($"/v1/destinations/{destination.Destination.Id}", DestinationAnswer.Of(destination))
            : Problem.Invalid(CollectAnswer.ByPath(added.Errors, string.Empty));
    });

    private static Task<IResult> ChangeAsync(HttpContext context, int id, IDestinations port) => JsonBody.WithObjectAsync(context, async json =>
    {
        var errors = new List<FieldError>();
        var change = DestinationBody.ReadChange(new JsonFields(json, string.Empty, errors));
        if (errors.Count > 0)
            return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));
        return await port.ChangeAsync(SiteOf(context), id, change, context.RequestAborted) switch
        {
            null => Problem.NotFound("destination"),
            { Destination: { } destination } => TypedResults.Json(DestinationAnswer.Of(destination)),
            var refused => Problem.Invalid(CollectAnswer.ByPath(refused.Errors, string.Empty)),
        };
    });

    private static Task<IResult> DeliveriesAsync(HttpContext context, int id, IDestinations port, string? state, long? before, int? limit) =>
        WithDestinationAsync(context, port, id, async found =>
        {
            var (wanted, most) = (DestinationBody.StateOf(state), limit ?? DeliveriesByDefault);
            if (state is not null && wanted is null)
                return Problem.Invalid("state", $"must be one of {DestinationBody.AllStates}");
            if (most is < 1 or > MostDeliveries)
                return Problem.Invalid("limit", $"must be from 1 to {MostDeliveries}");
            var page = await port.DeliveriesAsync(found.Destination, new DeliveryFilter(wanted, before, most), context.RequestAborted);
            return TypedResults.Json(new DeliveriesAnswer(page, page.Count == most ? page[^1].Event : null));
        });

    private static Task<IResult> ReplayAsync(HttpContext context, int id, IDestinations port) => JsonBody.WithObjectAsync(context, json =>
        WithDestinationAsync(context, port, id, async found =>
        {
            var errors = new List<FieldError>();
            var fields = new JsonFields(json, string.Empty, errors);
            DestinationBody.Only(fields, "from", "to", "state", "reason");
            var window = DestinationBody.ReadWindow(fields, ZoneOf(context));
            var word = fields.Text("state");
            var state = DestinationBody.StateOf(word ?? "failed");
            if (state is null)
                fields.Fail("state", RejectionReason.InvalidValue, $"must be one of {DestinationBody.AllStates}; waiting: what was stored before the destination was made");
            var reason = fields.Text("reason");
            if (errors.Count > 0)
                return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));
            var events = await port.ReplayAsync(found.Destination, new ReplayFilter(window!, state!.Value, reason), context.RequestAborted);
            return TypedResults.Accepted((string?)null, new ReplayAnswer(events));
        }));

    private static Task<IResult> DryRunAsync(HttpContext context, int id, IDestinations port) => JsonBody.WithObjectAsync(context, json =>
        WithDestinationAsync(context, port, id, async _ =>
        {
            var errors = new List<FieldError>();
            var fields = new JsonFields(json, string.Empty, errors);
            var draft = DestinationBody.ReadChange(fields, "from", "to");
            var window = DestinationBody.ReadWindow(fields, ZoneOf(context));
            if (errors.Count > 0)
                return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));
            var run = await port.DryRunAsync(SiteOf(context), id, draft, window!, context.RequestAborted);
            return run.Errors.Count > 0
                ? Problem.Invalid(CollectAnswer.ByPath(run.Errors, string.Empty))
                : TypedResults.Json(new DryRunAnswer(run.Events, run.IsComplete, InWords(run.Now), InWords(run.Draft), run.Different, run.Examples));
        }));

    private static async Task<IResult> WithDestinationAsync(
        HttpContext context, IDestinations port, int id, Func<DestinationDetails, Task<IResult>> then) =>
        await port.FindAsync(SiteOf(context), id, context.RequestAborted) is { } found ? await then(found) : Problem.NotFound("destination");

    private static Dictionary<string, int> InWords(IReadOnlyDictionary<DeliveryState, int> counts) =>
        counts.ToDictionary(one => Words.Of(one.Key), one => one.Value);

    private static DateTimeZone ZoneOf(HttpContext context) => DateTimeZoneProviders.Tzdb[SiteOf(context).Settings.Timezone];
}
