using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentValidation;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Outgoing;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations.Webhook;

/// <summary>A service of anybody's that takes events in the contract's own shape, signed (standardwebhooks.com, 1.0).</summary>
internal sealed class WebhookKind(IValidator<WebhookSettings> validator, OutgoingHttp http, TimeProvider time) : DestinationKind<WebhookSettings>(validator)
{
    /// <inheritdoc/>
    public override string Name => "webhook";

    /// <inheritdoc/>
    public override ConsentPurposes Requires => ConsentPurposes.Analytics;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Secrets => ["secret"];

    /// <inheritdoc/>
    protected override IDestination Open(int id, WebhookSettings settings) => new Webhook(id, settings, http, time);
}

/// <summary>One of them.</summary>
internal sealed class Webhook(int number, WebhookSettings settings, OutgoingHttp http, TimeProvider time) : HttpDestination(http.NewClient(Timeout))
{
    private const int MaxBytes = 1_000_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly byte[] key = WebhookSignature.KeyOf(settings.Secret)!;

    /// <inheritdoc/>
    public override BatchLimits Limits { get; } = new(settings.BatchSize, MaxBytes);

    /// <inheritdoc/>
    public override bool IsOrdered => settings.Ordered;

    /// <inheritdoc/>
    public override Mapping Map(ForwardedEvent forwarded) =>
        new MappedEvent(forwarded.Id, JsonSerializer.SerializeToUtf8Bytes(forwarded.Event, StoredData.Json));

    /// <inheritdoc/>
    public override async Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        byte[] body = [.. Encoding.UTF8.GetBytes($$"""{"type":"tracking.events.v1","timestamp":"{{now:O}}","data":["""), .. JsonList.Of(events), .. "]}"u8];
        // By its events: a repetition has the id of what it repeats. And by the destination: a receiver of two takes neither for a repetition of the other.
        var id = "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{number}:{string.Join(',', events.Select(one => one.Id))}")))[..32];
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = JsonList.Content(body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString());
        request.Headers.Add("webhook-signature", WebhookSignature.Of(key, id, now.ToUnixTimeSeconds(), body));
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return Answers.Of(answer, confirms: true, now);
    }
}
