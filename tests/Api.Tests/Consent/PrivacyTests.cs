using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using K4os.Compression.LZ4;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Consent;

/// <summary>
/// Architecture, promise 3: what consent withholds is on no disk and in no log. Every field that could tell who it was carries a word
/// of its own; then every byte that the service has written is searched for it, while the events wait in the spool and once stored.
/// </summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    private const string Allowed = "allowed-title-7f3a";
    private const string UserAgent = "Canary-Agent-5d1c/1.0";
    private const string Address = "203.0.113.77";
    private const string SpokenAddress = "2001:db8:77:5::c4fe";

    private RunningService service = null!;
    private int canaries;

    public static TheoryData<string> Decisions => ["absent", "denied", "denied by google's name", "denied on record", "denied by the site's default for a server"];

    public async Task InitializeAsync() => service = await RunningService.StartAsync(null, "--Proxies:Known=127.0.0.1");

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory, MemberData(nameof(Decisions))]
    public async Task Without_consent_nothing_of_a_person_is_on_disk_or_in_the_log(string decision)
    {
        var site = await service.CreateSiteAsync(
            """{ "consentMode": "opt-in", "formFields": ["city"], "queryParameters": ["page"], "origins": [], "anonymousProperties": ["allowed"] }""");
        var secret = decision.EndsWith("server", StringComparison.Ordinal);
        var ids = new JsonObject { ["anonymousId"] = Canary("anonymousId"), ["userId"] = Canary("userId") };
        if (decision == "denied on record")
        {
            foreach (var (kind, id) in ids)
                await site.RecordAsync($$"""{ "{{kind}}": "{{id}}", "decisions": { "analytics": false, "marketing": true } }""");
        }

        var found = new List<string>();
        int stored;
        var held = await service.Store.LockAsync();
        try
        {
            stored = await SendAsync(site, decision, ids, secret);

            // Nobody can store now, so all of it lies in the spool.
            var spool = await BytesAsync(Path.Combine(service.Folder, "spool"));
            Count(spool, Allowed).ShouldBeGreaterThanOrEqualTo(stored / 2, "the search does not see what is there");
            Count(spool, "canary").ShouldBe(0, Around(spool, "canary"));
        }
        finally
        {
            await held.DisposeAsync();
        }

        (await site.StoredAsync()).Count.ShouldBe(stored);
        await RunningService.UntilAsync(
            async () => await service.Store.NumberAsync("SELECT count(*) FROM RejectedSamples") > 0, "samples of rejected events are stored");

        var disk = await BytesAsync(service.Folder);
        Count(disk, Allowed).ShouldBeGreaterThan(0, "the search does not see what is there");
        var log = Encoding.UTF8.GetBytes(service.Log.Text);
        var metrics = Encoding.UTF8.GetBytes(await service.Http.GetStringAsync("/metrics"));
        foreach (var (place, bytes) in new[] { ("disk", disk), ("log", log), ("metrics", metrics) })
        {
            foreach (var word in (string[])["canary", Address, "203.0.113", SpokenAddress, "2001:db8:77"])
            {
                if (Count(bytes, word) > 0)
                    found.Add($"{place}: {word}: {Around(bytes, word)}");
            }
        }

        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_consent_the_same_search_finds_each_word()
    {
        var site = await service.CreateSiteAsync("""{ "formFields": ["city"] }""");
        var ids = new JsonObject { ["anonymousId"] = Canary("anonymousId"), ["userId"] = Canary("userId") };
        foreach (var type in Sample.Types)
            (await site.CollectAsync(Event(type, ids).With("context.consent", Sample.Consent(true, true)))).Number("accepted").ShouldBe(1);
        await site.StoredAsync();
        var disk = await BytesAsync(service.Folder);
        foreach (var what in (string[])["anonymousId", "userId", "messageId", "orderId", "coupon", "gclid", "ga", "elementText", "formValue", "trait", "custom", "fragment"])
            Count(disk, $"canary-{what}-").ShouldBeGreaterThan(0, what);
    }

    /// <summary>Sends every type of event, and rejected ones, with a word of its own in every field.</summary>
    /// <returns>How many are to be stored.</returns>
    private async Task<int> SendAsync(TestSite site, string decision, JsonObject ids, bool secret)
    {
        (string, string)[] headers =
            [("X-Forwarded-For", Address), ("User-Agent", UserAgent), ("Referer", Url("header")), ("Cookie", $"tracking_id={Canary("cookie")}")];
        var key = secret ? site.SecretKey : site.WriteKey;
        var events = Sample.Types.Select(type => Consented(Event(type, ids))).ToArray();
        foreach (var one in events)
            (await site.CollectAsync(one.ToJsonString(), key, headers)).Status.ShouldBe(202);
        (await site.CollectAsync(Sample.Batch(events.Select(one => one.DeepClone()).Select(one => Fresh(one!.AsObject()))).ToJsonString(), key, headers))
            .Status.ShouldBe(202);

        foreach (var one in Rejected())
            (await site.CollectAsync(Consented(one).ToJsonString(), key, headers)).Status.ShouldBeOneOf(400, 413);
        foreach (var body in (string[])[$"{{\"type\":\"{Canary("broken")}\"", $"\"{Canary("text")}\"", $"{{\"events\":\"{Canary("events")}\"}}"])
            (await site.CollectAsync(body, key, headers)).Status.ShouldBe(400);
        (await site.CollectAsync(Encoding.Unicode.GetBytes(Canary("utf16")), key: key)).Status.ShouldBe(400);
        (await site.CollectAsync(Encoding.UTF8.GetBytes(Canary("gzip")), encoding: "gzip", key: key)).Status.ShouldBe(400);

        // All but the identify, once alone and once in the batch.
        return 2 * (Sample.Types.Length - 1);

        JsonObject Consented(JsonObject one)
        {
            return one["context"]?["consent"] is not null ? one : decision switch
            {
                "denied" => one.With("context.consent", Sample.Consent(false, true)),
                "denied by google's name" => one.With("context.consent", Json.Object("""{ "analytics_storage": "denied", "ad_storage": "granted" }""")),
                _ => one,
            };
        }

        JsonObject Fresh(JsonObject one) => one.With("messageId", Canary("messageId"));
    }

    private IEnumerable<JsonObject> Rejected()
    {
        var ids = new JsonObject { ["anonymousId"] = Canary("anonymousId"), ["userId"] = Canary("userId") };
        foreach (var type in Sample.Types.Where(type => type is not ("identify" or "custom")))
            yield return Event(type, ids).With("properties.url", Canary("badUrl"));
        yield return Event("page_view", ids).With("type", Canary("type"));
        yield return Event("page_view", ids).With("messageId", Canary("é"));
        yield return Event("page_view", ids).With("timestamp", Canary("timestamp"));
        yield return Event("page_view", ids).With("context.clickIds", new JsonObject { [Canary("clickIdName")] = 5 });
        yield return Event("page_view", ids).With("context.consent", new JsonObject { ["analytics"] = Canary("consent") });
        yield return Event("page_view", ids).With("context.locale", new JsonArray(Canary("locale")));
        yield return Event("transaction", ids).With("properties.currency", Canary("currency"));
        yield return Event("transaction", ids).With("properties.items", new JsonArray(Canary("item")));
        yield return Event("identify", ids).Without("userId");
        yield return Event("identify", ids).With("properties.traits", new JsonObject { [Canary("traitName")] = new string('x', 2_000) });
        foreach (var owner in (string[])["any", "url2", "items", "form", "element", "field", "value", "traits"])
        {
            yield return Event("custom", ids).With("name", Canary("name")).With(
                "properties." + owner, new JsonObject { [Canary("propertyName")] = new string('x', 2_000) });
        }

        yield return Event("custom", ids).With("properties." + Canary("propertyName"), new string('x', 2_000));
        yield return Event("custom", ids).With("properties.large", new JsonArray([.. Enumerable.Range(0, 40).Select(_ => JsonValue.Create(new string('x', 1_000)))]));
    }

    private JsonObject Event(string type, JsonObject ids)
    {
        var json = Sample.Whole(type).Without("context.consent")
            .With("messageId", Canary("messageId")).With("anonymousId", (string?)ids["anonymousId"]).With("userId", (string?)ids["userId"])
            .With("unknown", Canary("unknown")).With("properties.unknown", Canary("custom")).With("properties.nested", new JsonObject { [Canary("custom")] = Canary("custom") })
            .With("context.page", new JsonObject { ["url"] = Url("page"), ["title"] = Allowed, ["referrer"] = Url("pageReferrer") })
            .With("context.clickIds", new JsonObject { ["gclid"] = Canary("gclid"), ["other"] = Canary("clickId") })
            .With("context.clientIds", new JsonObject { ["ga"] = Canary("ga"), ["gaSession"] = Canary("gaSession"), ["fbp"] = Canary("fbp"), ["fbc"] = Canary("fbc") })
            .With("context.ip", SpokenAddress).With("context.userAgent", Canary("userAgent")).With("context.unknown", Canary("unknown"))
            .With("context.userAgentData", new JsonObject
            {
                ["brands"] = new JsonArray(
                    new JsonObject { ["brand"] = Canary("brand"), ["version"] = Canary("version") },
                    new JsonObject { ["brand"] = "Brave", ["version"] = Canary("version") }),
                ["platform"] = Canary("platform"),
                ["platformVersion"] = Canary("platformVersion"),
                ["model"] = Canary("model"),
            });
        if (type != "identify")
            json.With("properties.url", Url("url"));
        return type switch
        {
            "page_view" => json.With("properties.title", Allowed).With("properties.referrer", Url("referrer")),
            "click" => json.With("properties.element.text", Canary("elementText")).With("properties.element.href", $"mailto:{Canary("href")}@x.example"),
            "form_input" => json.With("properties.field.value", Canary("formValue")).With("properties.value", Canary("formValue")),
            "transaction" => json.With("properties.orderId", Canary("orderId")).With("properties.coupon", Canary("coupon")),
            "identify" => json.With("properties.traits", new JsonObject { ["email"] = Canary("trait"), [Canary("trait")] = 1 }),
            "custom" => json.With("properties.allowed", Allowed),
            _ => json,
        };
    }

    /// <summary>A word that stands nowhere else.</summary>
    private string Canary(string what) => $"canary-{what}-{Interlocked.Increment(ref canaries)}";

    private string Url(string what) =>
        $"https://{Canary(what)}:{Canary(what)}@shop.example/p?utm_source=letter&page={Canary(what)}&gclid={Canary(what)}&email={Canary(what)}#{Canary("fragment")}";

    private static async Task<byte[]> BytesAsync(string folder)
    {
        using var all = new MemoryStream();
        // What is empty holds nothing: the file by whose lock the service keeps others out could not even be opened.
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var from = (int)all.Length;
                await stream.CopyToAsync(all);
                if (file.EndsWith(".spool", StringComparison.Ordinal))
                    all.Write(Decompressed(all.ToArray().AsSpan(from)));
            }
            catch (FileNotFoundException)
            {
                // A spool file whose events are stored goes while it is looked for.
            }
        }

        return all.ToArray();
    }

    /// <summary>What is in the records of a spool's file: [length][CRC-32C][LZ4].</summary>
    private static byte[] Decompressed(ReadOnlySpan<byte> records)
    {
        using var all = new MemoryStream();
        for (var rest = records; rest.Length > 8 && BinaryPrimitives.ReadInt32LittleEndian(rest) is var length && length <= rest.Length - 8; rest = rest[(8 + length)..])
            all.Write(LZ4Pickler.Unpickle(rest.Slice(8, length)));
        return all.ToArray();
    }

    /// <summary>How often a word is there, as UTF-8 or UTF-16, whatever its case.</summary>
    private static int Count(byte[] bytes, string word) => PlacesOf(bytes, word).Count();

    private static IEnumerable<int> PlacesOf(byte[] bytes, string word)
    {
        foreach (var text in new[] { word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..] }.Distinct())
        {
            foreach (var pattern in (byte[][])[Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text)])
            {
                for (var at = 0; bytes.AsSpan(at).IndexOf(pattern) is >= 0 and var next; at += next + 1)
                    yield return at + next;
            }
        }
    }

    private static string Around(byte[] bytes, string word) => PlacesOf(bytes, word).Select(at =>
        Encoding.Latin1.GetString(bytes.AsSpan(Math.Max(0, at - 60), Math.Min(bytes.Length, at + 60) - Math.Max(0, at - 60)))).FirstOrDefault(string.Empty);
}
