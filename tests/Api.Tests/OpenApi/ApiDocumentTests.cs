using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Tracking.Api.Operation.OpenApi;
using Tracking.Api.Tests.Composition;
using Tracking.Application.Collect;

namespace Tracking.Api.Tests.OpenApi;

/// <summary>The OpenAPI document is valid, whole, and true.</summary>
[Collection(OneService.Name)]
public sealed class ApiDocumentTests(ServiceFixture fixture)
{
    [Fact]
    public async Task The_document_can_be_read_without_errors()
    {
        var read = await ReadAsync();

        read.Diagnostic!.Errors.ShouldBeEmpty();
        read.Document!.Info.Description.ShouldNotBeNullOrWhiteSpace();
        read.Document.Tags!.ShouldAllBe(tag => tag.Description != null);
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_who_may_call_it_and_what_it_answers()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            operation.OperationId.ShouldNotBeNullOrWhiteSpace(name);
            operation.Summary.ShouldNotBeNullOrWhiteSpace(name);
            operation.Description.ShouldNotBeNullOrWhiteSpace(name);
            operation.Description.ShouldContain("Needs a key with the scope", customMessage: name);
            operation.Security.ShouldNotBeNull(name);
            foreach (var status in new[] { "401", "403", "503" })
                operation.Responses!.Keys.ShouldContain(status, name);
            operation.Responses!.Keys.ShouldContain(status => status.StartsWith('2'), name);
            foreach (var parameter in operation.Parameters ?? [])
            {
                parameter.Description.ShouldNotBeNullOrWhiteSpace($"{name} {parameter.Name}");
                parameter.Example.ShouldNotBeNull($"{name} {parameter.Name}");
            }
        }
    }

    [Fact]
    public async Task Every_body_and_every_answer_has_an_example()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                (content.Examples ?? new Dictionary<string, IOpenApiExample>()).ShouldNotBeEmpty(name);
            foreach (var (status, response) in operation.Responses!)
            {
                foreach (var (type, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
                {
                    if (type.EndsWith("json", StringComparison.Ordinal) && !type.Contains("ndjson", StringComparison.Ordinal))
                        content.Example.ShouldNotBeNull($"{name} {status} {type}");
                }
            }
        }
    }

    [Fact]
    public async Task Every_error_is_a_problem()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            foreach (var (status, response) in operation.Responses!.Where(response => response.Key[0] is '4' or '5'))
                response.Content!.Keys.ShouldBe(["application/problem+json"], customMessage: $"{name} {status}");
        }
    }

    [Fact]
    public void Every_event_type_has_a_schema_and_an_example() =>
        EventTypeNotes.All.Select(note => note.Type).ShouldBe(EventTypes.All.Select(type => type.Name), ignoreOrder: true);

    [Fact]
    public void An_event_types_example_is_of_that_type() =>
        EventTypeNotes.All.ShouldAllBe(note => TypeOf(note.Example) == note.Type);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_of_collecting_gets_its_202(string name)
    {
        var answer = await CollectAsync(EventSchemas.Examples[name].Json);

        answer.Status.ShouldBe(202, answer.Text);
        answer.Json["rejected"]!.AsArray().ShouldBeEmpty();
        answer.Number("dropped").ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_property_that_the_schema_requires_is_required(string type)
    {
        var note = EventTypeNotes.All.Single(one => one.Type == type);
        foreach (var field in note.Properties.Where(field => field.IsRequired))
        {
            var sent = JsonNode.Parse(note.Example)!;
            sent["properties"]!.AsObject().Remove(field.Name).ShouldBeTrue(field.Name);

            var answer = await CollectAsync(sent.ToJsonString());

            answer.Status.ShouldBe(400, field.Name);
            answer.Text.ShouldContain($"properties.{field.Name}");
        }
    }

    [Fact]
    public async Task The_page_of_the_document_needs_nobody_elses_server()
    {
        var page = await fixture.Service.Http.GetStringAsync("/docs/");

        page.ShouldContain("scalar");
        page.ShouldNotContain("https://");
    }

    public static TheoryData<string> Examples() => [.. EventSchemas.Examples.Keys];

    public static TheoryData<string> Types() => [.. EventTypeNotes.All.Select(note => note.Type)];

    private Task<Answer> CollectAsync(string json) =>
        fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", json, RunningService.WriteKey);

    private static string TypeOf(string json) => JsonNode.Parse(json)!["type"]!.GetValue<string>();

    private async Task<ReadResult> ReadAsync()
    {
        await using var stream = new MemoryStream(await fixture.Service.Http.GetByteArrayAsync("/openapi/v1.json"));
        return await OpenApiDocument.LoadAsync(stream, "json");
    }

    private async Task<IReadOnlyList<(string Name, OpenApiOperation Operation)>> OperationsAsync() =>
    [
        .. from path in (await ReadAsync()).Document!.Paths
           from operation in path.Value.Operations!
           select ($"{operation.Key} {path.Key}", operation.Value),
    ];
}
