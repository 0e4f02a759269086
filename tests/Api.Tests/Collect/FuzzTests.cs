using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Whatever is sent: an answer of the contract, and what was taken is stored.</summary>
[Collection(OneService.Name)]
public sealed class FuzzTests(ServiceFixture fixture)
{
    private const int Requests = 1_500;

    private static readonly byte[][] Bodies =
    [
        .. Sample.Types.Select(type => Encoding.UTF8.GetBytes(Sample.Whole(type).ToJsonString())),
        Encoding.UTF8.GetBytes(Sample.Batch(Sample.Types.Select(Sample.Whole)).With("sentAt", 1).With("context.gpc", true).ToJsonString()),
    ];

    /// <summary>Every place of every sample at which a value stands.</summary>
    private static readonly (string Type, string Path)[] Places =
        [.. Sample.Types.SelectMany(type => PathsOf(Sample.Whole(type), string.Empty).Select(path => (type, path)))];

    private static readonly Gen<string> Token = Gen.OneOf<string>(
        "null", "true", "-0", "1e999", "-1e-999", "123456789012345678901234567890", "0.1", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\ud83d\\udc5f\"", "\"\u202e\uFEFF\u0085\"", "\"granted\"", "\"denied\"", "\"custom\"", "\"https://a.example/?gclid=%\"",
        "\"https://[::1]:99999/\"", "\"http://a.example/%\"", "\"https://xn--/\"", "\"http:\\\\\\\\u@h/p\"", "\"9999-12-31T23:59:59.9999999Z\"",
        "-62135596800000", "253402300799999", "[]", "{}", "[[[[]]]]", "{\"\":{\"\":[null]}}", "\"" + new string('x', 1_025) + "\"",
        "\"https://shop.example/" + new string('%', 2_020) + "\"");

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Token
        : Gen.Frequency(
            (4, Token),
            (2, Gen.String.Select(text => JsonValue.Create(text).ToJsonString())),
            (1, Gen.Double.Where(double.IsFinite).Select(number => number.ToString("R"))),
            (1, inner.Array[0, 4].Select(all => $"[{string.Join(',', all)}]")),
            (1, Gen.Select(Token, inner).Array[0, 4].Select(all => $"{{{string.Join(',', all.Select(
                pair => (pair.Item1.StartsWith('"') ? pair.Item1 : "\"url\"") + ":" + pair.Item2))}}}"))));

    private static readonly Gen<byte[]> Damaged =
        Gen.Select(Gen.OneOf<byte[]>(Bodies), Gen.Select(Gen.Int[0, 6], Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Byte).Array[1, 4])
            .Select((body, changes) => changes.Aggregate(body, Damage));

    private static readonly Gen<string> Replaced = Gen.Select(Gen.OneOf<(string Type, string Path)>(Places), Value)
        .Select((place, value) => Sample.Whole(place.Type).With(place.Path, "@@").ToJsonString().Replace("\"@@\"", value));

    [Fact]
    public async Task No_damage_to_a_body_makes_the_service_fail() => await SampleAsync(Damaged, (site, body) => site.CollectAsync(body));

    [Fact]
    public async Task No_value_in_any_field_makes_the_service_fail() => await SampleAsync(Replaced, (site, body) => site.CollectAsync(body));

    [Fact]
    public async Task No_compressed_bytes_make_the_service_fail() => await SampleAsync(
        Gen.Select(Gen.Byte.Array[0, 200], Gen.OneOf<string>("gzip", "br", "deflate"), Gen.Bool)
            .Select((bytes, encoding, gzipHead) => (Bytes: gzipHead ? [0x1F, 0x8B, 8, .. bytes] : bytes, Encoding: encoding)),
        (site, body) => site.CollectAsync(body.Bytes, encoding: body.Encoding));

    [Fact]
    public async Task No_value_makes_recording_a_decision_fail() => await SampleAsync(
        Gen.Select(Gen.OneOf<string>("anonymousId", "userId", "decisions", "decisions.analytics", "decisions.ad_storage", "policyVersion", "source"), Value)
            .Select((path, value) => Json.Object("""{ "anonymousId": "a", "decisions": { "analytics": true } }""")
                .With(path, "@@").ToJsonString().Replace("\"@@\"", value)),
        (site, body) => site.Service.SendAsync(HttpMethod.Post, "/v1/consents", body, site.SecretKey), Requests / 5);

    [Fact]
    public async Task No_value_in_any_setting_makes_the_service_fail() => await SampleAsync(
        Gen.Select(Gen.OneOf<string>("name", "timezone", "consentMode", "withoutConsent", "origins", "hosts", "ipPolicy", "honourDoNotTrack",
                "formFields", "retentionDays", "retentionDays.click", "unknown"), Value)
            .Select((path, value) => new JsonObject().With(path, "@@").ToJsonString().Replace("\"@@\"", value)),
        (site, body) => site.Service.SendAsync(HttpMethod.Patch, $"/v1/sites/{site.Name}", body, site.SecretKey), Requests / 5);

    /// <summary>Checks each answer, that what was taken is stored in the end, and that nothing was logged as an error.</summary>
    private async Task SampleAsync<T>(Gen<T> bodies, Func<TestSite, T, Task<Answer>> send, int requests = Requests)
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "consentMode": "opt-out", "formFields": ["city"] }""");
        await bodies.SampleAsync(
            async body =>
            {
                var answer = await send(site, body);
                if (answer.Status is not (200 or 201 or 202))
                {
                    answer.Status.ShouldBeInRange(400, 499, answer.Text);
                    answer.ShouldBeProblem(answer.Status);
                }
            },
            iter: requests, threads: 2);
        await site.StoredAsync();
        fixture.Service.Log.Errors.ShouldBeEmpty();
    }

    private static byte[] Damage(byte[] body, (int Kind, int At, int Length, byte Value) change)
    {
        if (body.Length == 0)
            return [change.Value];
        var at = change.At % body.Length;
        var end = Math.Min(body.Length, at + (change.Length % 40));
        return change.Kind switch
        {
            0 => [.. body[..at], change.Value, .. body[(at + 1)..]],
            1 => [.. body[..at], (byte)(body[at] ^ (1 << (change.Value % 8))), .. body[(at + 1)..]],
            2 => body[..at],
            3 => [.. body[..at], .. body[end..]],
            4 => [.. body[..end], .. body[at..]],
            5 => [.. body[..at], (byte)"{}[],:\"\\0e-"[change.Value % 11], .. body[at..]],
            _ => [.. body[at..], .. body[..at]],
        };
    }

    private static IEnumerable<string> PathsOf(JsonObject json, string root)
    {
        foreach (var (name, value) in json)
        {
            yield return root + name;
            var within = value switch
            {
                JsonObject inner => PathsOf(inner, $"{root}{name}."),
                JsonArray { Count: > 0 } list when list[0] is JsonObject first => PathsOf(first, $"{root}{name}[0]."),
                _ => [],
            };
            foreach (var path in within)
                yield return path;
        }
    }
}
