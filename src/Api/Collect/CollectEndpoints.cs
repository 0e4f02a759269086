using System.Text.Json;
using Tracking.Api.Authentication;
using Tracking.Api.Problems;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Sites;

namespace Tracking.Api.Collect;

/// <summary><c>POST /v1/events</c> (HTTP contract v1, "Collect"): one endpoint for all types.</summary>
internal static class CollectEndpoints
{
    /// <summary>The contract's path.</summary>
    public const string EventsPath = "/v1/events";

    private const int MostEvents = 2_500;

    /// <summary>Most bytes that a batch's context may come to, since each event is stored with it: a small body must not become a huge one.</summary>
    private const long MaxSharedBytes = 4_194_304;

    /// <summary>
    /// JSON readers stop at 64 levels unless told otherwise. What is accepted is put into messages, which adds some, and has to be read
    /// again by workers and subscribers.
    /// </summary>
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 60 };

    private static readonly IReadOnlySet<int> NoneDeep = new HashSet<int>();

    // A batch is two levels itself.
    private static readonly FieldError TooDeep = new(
        string.Empty, RejectionReason.InvalidValue, $"must have at most {Reading.MaxDepth - 2} levels of nesting");

    /// <summary>Maps it, at the contract's path and at the operator's.</summary>
    public static void MapCollect(this IEndpointRouteBuilder routes, CollectOptions options)
    {
        foreach (var path in new[] { EventsPath, options.EventsPath }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            routes.MapPost(path, (Delegate)PostAsync).WithName(path == EventsPath ? "collectEvents" : "collectEventsHere").WithTags("Collect")
                .WithMetadata(new CollectsEvents()).Produces<CollectAnswer>(StatusCodes.Status202Accepted).CollectsFromBrowsers();
            routes.MapMethods(path, [HttpMethods.Options], CollectCors.Preflight).ExcludeFromDescription();
        }
    }

    /// <summary>What every endpoint needs to which browsers send: key, origin, rate.</summary>
    public static RouteHandlerBuilder CollectsFromBrowsers(this RouteHandlerBuilder endpoint) => endpoint
        .AddEndpointFilter(CollectCors.AnswerAsync)
        .RequireScope(KeyScopes.Collect)
        .AddEndpointFilter(CollectCors.RefuseAsync)
        .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<RateLimits>().FilterAsync(context, next));

    private static async Task<IResult> PostAsync(
        HttpContext context, EventCollector collector, CollectOptions options, ConcurrencyLimit limit, LargeBodies large, TimeProvider time)
    {
        var receivedAt = time.GetUtcNow();
        using var body = new RequestBody(large);
        if (await body.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted) is { } unreadable)
            return unreadable;
        using var place = limit.Enter();
        if (!place.IsAcquired)
            return ConcurrencyLimit.Refuse(context);

        JsonDocument? json;
        IReadOnlySet<int> deep;
        try
        {
            json = Parse(body.Bytes, out deep);
        }
        catch (JsonException exception)
        {
            return RequestBody.NotJson(exception);
        }

        if (json is null)
            return Problem.Of(StatusCodes.Status400BadRequest, "The body is nested too deep.", $"At most {Reading.MaxDepth} levels are allowed.");
        using (json)
            return await CollectAsync(context, collector, json.RootElement, deep, receivedAt);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body, out IReadOnlySet<int> deep)
    {
        deep = NoneDeep;
        try
        {
            return JsonDocument.Parse(body, Reading);
        }
        catch (JsonException)
        {
            return DeepEvents.CutOut(body.Span, Reading.MaxDepth, out deep) is { } rest ? JsonDocument.Parse(rest, Reading) : null;
        }
    }

    private static async Task<IResult> CollectAsync(
        HttpContext context, EventCollector collector, JsonElement root, IReadOnlySet<int> deep, DateTimeOffset receivedAt)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Problem.Invalid(string.Empty, $"must be one event or {{ \"events\": [ … ] }}, not {JsonFields.KindOf(root)}");

        var source = SourceOf(context, receivedAt);
        var errors = new List<FieldError>();
        var batch = new JsonFields(root, string.Empty, errors);
        var isBatch = batch.TryGet("events", out var events);
        if (!isBatch)
            return CollectAnswer.Of(await CollectAsync([root], null, SharedContext.None), isBatch: false);
        if (events.ValueKind != JsonValueKind.Array)
            return Problem.Invalid("events", $"must be an array, not {JsonFields.KindOf(events)}");
        if (events.GetArrayLength() > MostEvents)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "The request has too many events.",
                $"At most {MostEvents} are allowed; send more requests.");
        }

        var sentAt = batch.Time("sentAt");
        var general = batch.SharedContext(source.FromServer);
        if ((long)general.Bytes * events.GetArrayLength() > MaxSharedBytes)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "The batch's context is too large for so many events.",
                $"It is stored with each event: its {general.Bytes} bytes times the number of events may be at most {MaxSharedBytes}. Send smaller batches, or put less in the batch's context.");
        }

        return errors.Count > 0
            ? Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty))
            : CollectAnswer.Of(await CollectAsync(events.EnumerateArray(), sentAt, general), isBatch: true);

        Task<CollectResult> CollectAsync(IEnumerable<JsonElement> all, DateTimeOffset? sent, SharedContext shared)
        {
            var reader = new EventReader(source, sent, shared);
            return collector.CollectAsync(
                source,
                all.Select((one, index) => deep.Contains(index) ? new ReadEvent(null, null, null, [TooDeep]) : reader.Read(one, index)),
                context.RequestAborted);
        }
    }

    private static EventSource SourceOf(HttpContext context, DateTimeOffset receivedAt)
    {
        var (caller, headers) = (context.GetCaller(), context.Request.Headers);
        return new EventSource(
            caller.Site,
            caller.IsServer,
            receivedAt,
            context.Connection.RemoteIpAddress,
            headers.UserAgent.ToString() is { Length: > 0 } userAgent ? userAgent : null,
            GlobalPrivacyControl: headers["Sec-GPC"] == "1",
            DoNotTrack: headers["DNT"] == "1",
            headers.AcceptLanguage.ToString() is { Length: > 0 } languages ? languages : null,
            ClientHintHeaders.Read(headers));
    }
}

/// <summary>Marks the endpoints that take events, for the OpenAPI document.</summary>
internal sealed record CollectsEvents;
