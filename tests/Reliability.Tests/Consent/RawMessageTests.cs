using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using K4os.Compression.LZ4;
using RabbitMQ.Client;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Consent;

/// <summary>What consent withholds is in no internal message: read from the queue itself, past all of the program's own code.</summary>
[Collection(SharedBrokerTests.Name)]
public partial class RawMessageTests(SharedBroker shared)
{
    private static readonly string[] Withheld =
    [
        "secret-anonymous-id", "secret-user-id", "secret-message-id", "secret-order-id", "secret-click-id", "secret-client-id", "secret-text",
        "secret-coupon", "secret-value", "secret-query", "secret-fragment", "secret-property", "secret-trait", "203.0.113.77",
    ];

    [BrokerFact]
    public async Task A_denied_events_withheld_values_are_in_no_message_of_the_queue()
    {
        var broker = await shared.UriAsync();
        await BrokerNode.ClearAsync(broker);
        await using var installation = new Installation(broker);
        var worker = await installation.StartWorker().ReadyAsync();
        await installation.StartApi().ReadyAsync();
        worker.Terminate();
        await worker.ExitAsync(30);

        await SendAsync(installation.Url);
        var found = await TakeAsync(broker);
        found.ShouldContain("https://kept.example/page", customMessage: "the event is in a message, and would be seen there");
        Withheld.Where(value => found.Contains(value, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    private static async Task SendAsync(string url)
    {
        const string context =
            """
            "context": { "consent": { "analytics": false, "marketing": false }, "ip": "203.0.113.77", "userAgent": "Mozilla/5.0 Firefox/140.0",
              "clickIds": { "gclid": "secret-click-id" }, "clientIds": { "ga": "secret-client-id" },
              "page": { "url": "https://kept.example/page?q=secret-query#secret-fragment" } }
            """;
        const string ids = """ "messageId": "secret-message-id-KIND", "anonymousId": "secret-anonymous-id", "userId": "secret-user-id" """;
        const string page = """ "url": "https://kept.example/page?q=secret-query#secret-fragment" """;
        (string Type, string Properties)[] events =
        [
            ("page_view", $"{{ {page}, \"referrer\": \"https://kept.example/?q=secret-query\" }}"),
            ("click", $"{{ {page}, \"element\": {{ \"tag\": \"a\", \"text\": \"secret-text\", \"href\": \"mailto:secret-value@kept.example\" }} }}"),
            ("form_input", $"{{ {page}, \"form\": {{ \"id\": \"f\" }}, \"field\": {{ \"name\": \"city\", \"type\": \"text\", \"value\": \"secret-value\" }} }}"),
            ("transaction", "{ \"orderId\": \"secret-order-id\", \"value\": 1, \"currency\": \"EUR\", \"coupon\": \"secret-coupon\" }"),
            ("identify", "{ \"traits\": { \"name\": \"secret-trait\" } }"),
            ("custom", $"{{ {page}, \"plan\": \"secret-property\" }}"),
        ];
        var json = string.Join(',', events.Select(one =>
            $"{{ \"type\": \"{one.Type}\"{(one.Type == "custom" ? ", \"name\": \"signup\"" : "")}, {ids.Replace("KIND", one.Type)}, {context}, \"properties\": {one.Properties} }}"));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        client.DefaultRequestHeaders.Add("X-Api-Key", Installation.SecretKey);
        using var body = new StringContent($"{{ \"events\": [{json}] }}", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri($"{url}/v1/events"), body);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(202, text);
        text.ShouldContain("\"anonymised\":5");
    }

    /// <summary>Headers and bodies of all messages, as UTF-8 and UTF-16, and again what lies in them as Base64 or compressed.</summary>
    private static async Task<string> TakeAsync(string broker)
    {
        var found = new StringBuilder();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var compressed = 0;
        while (await channel.BasicGetAsync(BrokerNode.Queue, autoAck: true) is { } message)
        {
            foreach (var (name, value) in message.BasicProperties.Headers ?? new Dictionary<string, object?>())
                found.Append(name).Append('=').Append(value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value).Append('\n');
            var body = message.Body.ToArray();
            Append(found, body, depth: 0);
            if (body is not [(byte)'{', ..])
            {
                Append(found, LZ4Pickler.Unpickle(body), depth: 0);
                compressed++;
            }
        }

        compressed.ShouldBePositive("what is told from plain text was decompressed");

        return found.ToString();
    }

    private static void Append(StringBuilder found, byte[] bytes, int depth)
    {
        var text = Encoding.UTF8.GetString(bytes).Replace("\\u002B", "+", StringComparison.Ordinal);
        found.Append(text).Append(Encoding.Unicode.GetString(bytes)).Append(Encoding.Unicode.GetString(bytes.AsSpan(Math.Min(1, bytes.Length)))).Append('\n');
        if (depth > 2)
            return;
        foreach (var inner in Base64().EnumerateMatches(text))
        {
            var encoded = text.AsSpan(inner.Index, inner.Length / 4 * 4);
            var decoded = new byte[encoded.Length];
            if (Convert.TryFromBase64Chars(encoded, decoded, out var length) && length > 0)
                Append(found, decoded[..length], depth + 1);
        }

        if (bytes is [0x1F, 0x8B, ..])
        {
            using var plain = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            gzip.CopyTo(plain);
            Append(found, plain.ToArray(), depth + 1);
        }
    }

    [GeneratedRegex("[A-Za-z0-9+/]{40,}={0,2}")]
    private static partial Regex Base64();
}
