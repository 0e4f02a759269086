using System.Text.Json;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>Stored events of all types as they come to a destination: some bare, some with everything that the contract allows, up to its limits.</summary>
internal static class MixedEvents
{
    /// <summary>The time of golden payloads.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly string[] Types =
        ["page_view", "click", "form_input", "form_submit", "transaction", "engagement", "identify", "custom"];

    /// <summary>One of each type with everything that a visitor consented to, the same each time: for golden payloads.</summary>
    public static IReadOnlyList<ForwardedEvent> OneOfEach(DateTimeOffset at) =>
        [.. Types.Select((type, index) => Make(index + 1, type, at, new Random(index), isFull: true))];

    /// <summary>So many of all types.</summary>
    /// <param name="count">How many.</param>
    /// <param name="at">The newest's time; they reach back an hour.</param>
    public static IEnumerable<ForwardedEvent> Many(int count, DateTimeOffset at)
    {
        var random = new Random(7);
        for (var number = 1; number <= count; number++)
            yield return Make(number, Types[random.Next(Types.Length)], at.AddMilliseconds(-random.Next(3_600_000)), random, random.Next(4) == 0);
    }

    private static ForwardedEvent Make(long id, string type, DateTimeOffset at, Random random, bool isFull)
    {
        var visitor = $"visitor-{random.Next(1_000)}";
        var url = "https://shop.example/" + Uri.EscapeDataString(Text(random, isFull, 8, 600));
        var hasMarketing = isFull || random.Next(2) == 0;
        return new ForwardedEvent(
            id,
            new TrackedEvent<JsonElement?>
            {
                Type = type,
                Name = type == "custom" ? Text(random, isFull, 12, 128) : null,
                MessageId = $"m-{id}",
                Timestamp = at,
                ReceivedAt = at.AddSeconds(1),
                Site = "shop",
                VisitorId = visitor,
                AnonymousId = visitor,
                UserId = isFull ? $"user-{visitor}" : null,
                SessionId = type == "identify" ? null : random.Next(1, 100_000).ToString(),
                Properties = JsonSerializer.SerializeToElement(Properties(type, url, random, isFull), StoredData.Json),
                Page = new Page(url, "/path", "shop.example", isFull ? Text(random, isFull, 20, 1_024) : null, isFull ? "https://example.org/" : null),
                Campaign = isFull ? new Campaign("newsletter", "email", "spring sale", "shoes", "top") : null,
                Traffic = new Traffic(isFull ? "Email" : "Direct", isFull ? "newsletter" : null, isFull ? "email" : null, isFull ? "example.org" : null),
                Device = new Device("desktop", "Firefox", "140", "Linux", null, Bot: false),
                Geo = isFull ? new Geo("BR", "São Paulo", "Campinas") : null,
                Consent = new Contracts.Events.Consent(Analytics: true, hasMarketing, Personalization: false, Anonymised: false),
            },
            new Domain.Collect.EventContext
            {
                ClickIds = hasMarketing ? new Dictionary<string, string> { ["gclid"] = "Cj0KCQ", ["fbclid"] = "IwAR0AbC" } : null,
                ClientIds = isFull
                    ? new Dictionary<string, string> { ["ga"] = "GA1.1.1234567890.1715940000", ["gaSession"] = "GS1.1.1715941000.3.1.1715941200.0.0.0", ["fbp"] = "fb.1.1596403881668.1116446470", ["fbc"] = "fb.1.1554763741205.IwAR0AbC" }
                    : null,
                Locale = isFull ? "pt-BR" : null,
                Timezone = isFull ? "America/Sao_Paulo" : null,
                Screen = isFull ? new Domain.Collect.Screen(1920, 1080) : null,
            },
            isFull ? "203.0.113.7" : null,
            isFull ? "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" : null);
    }

    private static object Properties(string type, string url, Random random, bool isFull) => type switch
    {
        "page_view" => new PageView(url, isFull ? Text(random, isFull, 20, 1_024) : null, isFull ? "https://example.org/" : null),
        "click" => new Click(url, "outbound", isFull ? new ClickElement("a", "buy", Text(random, isFull, 10, 1_024), "https://example.org/x") : null),
        "form_input" => new FormInput(url, new Form("signup", null), new FormField("plan", "text", isFull ? "pro" : null)),
        "form_submit" => new FormSubmit(url, new Form("signup", "Sign up"), isFull ? 7 : null, "submitted"),
        "engagement" => new Engagement(url, random.Next(86_400_000), random.Next(101)),
        "identify" => new { traits = isFull ? new { email = " John_Smith@gmail.com ", phone = "+1 (650) 555-1212", plan = "pro" } : null },
        "transaction" => Order(url, random, isFull),
        _ => isFull
            ? new { plan = "pro", seats = 3, trial = true, tags = new[] { "a", "b" }, nested = new { deep = Text(random, isFull, 5, 1_024) }, url }
            : (object)new { },
    };

    private static Transaction Order(string url, Random random, bool isFull) => new(
        $"order-{random.Next(1_000_000)}",
        isFull ? 249.97m : random.Next(1_000),
        "BRL",
        isFull ? 12.5m : null,
        isFull ? 9.9m : null,
        isFull ? 5m : null,
        isFull ? "SPRING" : null,
        random.Next(10) == 0 ? "refunded" : "completed",
        url,
        [.. Enumerable.Range(1, isFull ? random.Next(1, 5) : 1).Select(number =>
            new TransactionItem($"sku-{number}", isFull ? "Running shoe" : null, isFull ? "Shoes" : null, isFull ? "Acme" : null, isFull ? "42" : null, isFull ? 79.99m : null, isFull ? number : null))]);

    /// <summary>Now and then as long as the contract allows.</summary>
    private static string Text(Random random, bool isFull, int usual, int longest)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyzÁçõ0123456789 -_.$<\"";
        var length = isFull && random.Next(5) == 0 ? longest : usual;
        return "x" + string.Concat(Enumerable.Range(1, length - 1).Select(_ => Letters[random.Next(Letters.Length)]));
    }
}
