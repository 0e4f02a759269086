using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Api.Operation.OpenApi;

/// <summary>The OpenAPI document (<c>/openapi/v1.json</c>): what the framework finds out by itself, and the notes of this folder.</summary>
internal static class ApiDocument
{
    private const string ProblemSchema = "Problem";

    private const string Introduction =
        """
        First-party, server-side web tracking. Three things to start with:

        1. **Keys.** A first start prints the site's *write key* (`wk_…`: public, may only collect) and its *secret key* (`sk_…`: a server's, has
           scopes), or the file that holds it. Send one as `X-Api-Key`, or try things out here with *Authentication*.
        2. **Send.** `POST /v1/events` takes one event or a batch. 202 means durable: the events survive the death of any process, and each
           `messageId` counts once, so whatever got no 202 can be sent again.
        3. **Read.** `GET /v1/reports/overview` shows it at most 5 seconds later; `GET /v1/reports/quality` says what became of everything that was received.

        Without consent an event is anonymised before it is stored. Every error is `application/problem+json`: `errors` maps the path of what was sent to
        what is wrong and what is allowed. Beside what is here: `/tracker.js` (the browser script), `/health/live`, `/health/ready` and `/metrics`; what is
        published on RabbitMQ for subscribers is in the AsyncAPI document, [`/asyncapi.json`](/asyncapi.json).
        """;

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Collect", "Send events."),
        ("Consent", "Decisions on record."),
        ("Reports", "Read figures, tables and events."),
        ("Administration", "Sites, their settings and keys."),
    ];

    /// <summary>Registers the document.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "Tracking", Version = "1", Description = Introduction, License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" } };
        document.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        EventSchemas.AddTo(document);
        document.AddComponent(ProblemSchema, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What is wrong (RFC 9457).",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A page about the status." },
                ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, in a few words that are the same each time." },
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to do next." },
                ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Names the request in the service's log." },
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "By the path of what was sent: what is wrong and what is allowed.",
                    AdditionalProperties = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        Items = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
        });
        foreach (var (name, scheme) in KeySchemes.All)
            document.AddComponent(name, scheme);
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var document = context.Document!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var scope = metadata.OfType<RequiredScope>().LastOrDefault()?.Scope;
        var path = metadata.OfType<CollectsEvents>().Any() ? CollectEndpoints.EventsPath : context.Description.RelativePath;
        if (OperationNotes.Find(context.Description.HttpMethod, path) is not { } note)
            return;

        operation.OperationId ??= note.Id;
        operation.Summary = note.Summary;
        operation.Description = scope is null ? note.Description : $"{note.Description}\n\nNeeds a key with the scope `{ScopeWords.Of(scope.Value)}`.";
        AddParameters(operation, note, document);
        if (note.Body is not null)
            operation.RequestBody = BodyOf(note.Body, document);
        AddAnswer(operation, note);
        if (scope is { } required)
            operation.Security = KeySchemes.For(required, document);
        foreach (var status in ProblemsOf(note, scope).Concat(StatusesOf(operation)).Distinct().Order())
            operation.Responses![$"{status}"] = ProblemOf(status, document);
    }

    private static void AddParameters(OpenApiOperation operation, OperationNote note, OpenApiDocument document)
    {
        foreach (var parameter in note.Parameters)
        {
            operation.Parameters ??= [];
            if (operation.Parameters.FirstOrDefault(one => one.Name == parameter.Field.Name) is not OpenApiParameter known)
            {
                known = new OpenApiParameter { Name = parameter.Field.Name, In = ParameterLocation.Query };
                operation.Parameters.Add(known);
            }

            var isText = parameter.Field.Type == JsonSchemaType.String;
            known.Required |= parameter.Field.IsRequired;
            known.Schema = parameter.Field.ToSchema(document);
            known.Description = parameter.Field.Meaning;
            known.Example = parameter.Field.IsList ? new JsonArray(parameter.Example) : isText ? parameter.Example : JsonNode.Parse(parameter.Example);
        }
    }

    private static OpenApiRequestBody BodyOf(BodyNote body, OpenApiDocument document)
    {
        var isEvents = body.Members.Count == 0;
        var content = new OpenApiMediaType
        {
            Schema = isEvents ? EventSchemas.Body(document) : Field.ObjectOf(body.Members, document),
            Examples = body.Examples.ToDictionary(
                example => example.Key,
                IOpenApiExample (example) => new OpenApiExample { Summary = example.Value.Summary, Value = JsonNode.Parse(example.Value.Json) }),
        };
        return new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = content } };
    }

    private static void AddAnswer(OpenApiOperation operation, OperationNote note)
    {
        operation.Responses ??= [];
        if (note.Status != StatusCodes.Status200OK)
            operation.Responses.Remove("200");
        if (!operation.Responses.TryGetValue($"{note.Status}", out var known) || known is not OpenApiResponse response)
            operation.Responses[$"{note.Status}"] = response = new OpenApiResponse();
        response.Description = note.Success;
        if (note.Answer is not null && response.Content?.TryGetValue("application/json", out var json) == true)
            json.Example = JsonNode.Parse(note.Answer);
    }

    private static IEnumerable<int> ProblemsOf(OperationNote note, KeyScopes? scope) =>
    [
        .. note.Problems,
        .. note.Body is null ? Array.Empty<int>() : [400, 413, 415],
        .. scope is null ? Array.Empty<int>() : [401, 403, 503],
        .. scope == KeyScopes.Collect ? [429] : Array.Empty<int>(),
    ];

    private static List<int> StatusesOf(OpenApiOperation operation) =>
        [.. operation.Responses!.Keys.Select(int.Parse).Where(status => status >= 400)];

    private static OpenApiResponse ProblemOf(int status, OpenApiDocument document)
    {
        var (when, json) = ProblemNotes.All[status];
        var response = new OpenApiResponse
        {
            Description = when,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document), Example = JsonNode.Parse(json) },
            },
        };
        if (status is 429 or 503)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "Seconds to wait at least.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                },
            };
        }

        return response;
    }
}
