using System.Text;
using System.Text.Json.Nodes;

namespace Tracking.Api.Tests.Composition;

/// <summary>A site of a running service, with its keys, and what was promised to be stored of it.</summary>
public sealed class TestSite(RunningService service, string name, string writeKey, string secretKey)
{
    private long promised;

    public RunningService Service { get; } = service;

    public string Name { get; } = name;

    public string WriteKey { get; } = writeKey;

    public string SecretKey { get; } = secretKey;

    /// <summary>Sends events with the write key.</summary>
    public Task<Answer> CollectAsync(string json, params (string Name, string Value)[] headers) => CollectAsync(json, WriteKey, headers);

    /// <summary>Sends events.</summary>
    public Task<Answer> CollectAsync(JsonNode json, string? key = null) => CollectAsync(json.ToJsonString(), key ?? WriteKey);

    /// <summary>Sends events with a key.</summary>
    public Task<Answer> CollectAsync(string json, string key, params (string Name, string Value)[] headers) =>
        CollectAsync(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8", null, key, headers);

    /// <summary>Sends bytes as events.</summary>
    public async Task<Answer> CollectAsync(
        byte[] body, string? contentType = "application/json", string? encoding = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Api-Key", key ?? WriteKey);
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        foreach (var (header, value) in headers)
            request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue(header);
        var answer = await Service.SendAsync(request);
        if (answer.Status == 202)
            Interlocked.Add(ref promised, answer.Number("accepted") + answer.Number("anonymised"));
        return answer;
    }

    /// <summary>All events of the site, once every one that was promised is stored.</summary>
    public async Task<IReadOnlyList<StoredEvent>> StoredAsync()
    {
        await RunningService.UntilAsync(
            async () => await Service.Store.TakenInAsync(Name) >= Interlocked.Read(ref promised), $"{promised} events of {Name} are stored",
            Service.Log);
        (await Service.Store.TakenInAsync(Name)).ShouldBe(promised, "more was taken in than was promised");
        return await Service.Store.EventsAsync(Name);
    }

    /// <summary>Sends one event that is taken, and reads it back.</summary>
    public async Task<StoredEvent> StoreAsync(JsonNode json, string? key = null, params (string Name, string Value)[] headers)
    {
        var answer = await CollectAsync(json.ToJsonString(), key ?? WriteKey, headers);
        answer.Status.ShouldBe(202, answer.Text);
        (answer.Number("accepted") + answer.Number("anonymised")).ShouldBe(1, answer.Text);
        return (await StoredAsync())[^1];
    }

    /// <summary>Changes settings.</summary>
    public async Task ChangeAsync(string settings)
    {
        var answer = await Service.SendAsync(HttpMethod.Patch, $"/v1/sites/{Name}", settings, SecretKey);
        answer.Status.ShouldBe(200, answer.Text);
    }

    /// <summary>Puts a decision on record.</summary>
    public async Task<Answer> RecordAsync(string json, string? key = null)
    {
        var answer = await Service.SendAsync(HttpMethod.Post, "/v1/consents", json, key ?? SecretKey);
        answer.Status.ShouldBe(201, answer.Text);
        return answer;
    }
}
