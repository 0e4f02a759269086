using System.IO.Compression;
using System.Text;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>What a request's body may be: type, charset, encoding, size, bytes.</summary>
[Collection(OneService.Name)]
public sealed class BodyTests(ServiceFixture fixture)
{
    private const int MaxBody = 500 * 1_024;

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(Sample.PageView().With("properties.title", "Botas ä € 👟").ToJsonString());

    public static TheoryData<string> Encodings => ["gzip", "br", "deflate", "raw deflate"];

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("text/plain")]
    [InlineData("text/plain;charset=UTF-8")]
    public async Task Json_in_utf8_is_taken(string contentType) => (await SendAsync(Valid, contentType)).Status.ShouldBe(202);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    [InlineData("text/html")]
    [InlineData("application/jsonp")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/plain; charset=us-ascii")]
    public async Task Another_type_or_charset_is_not_supported(string? contentType) => (await SendAsync(Valid, contentType)).ShouldBeProblem(415);

    [Theory, MemberData(nameof(Encodings))]
    public async Task A_compressed_body_is_taken(string encoding) =>
        (await SendAsync(Compress(Valid, encoding), encoding: NameOf(encoding))).Status.ShouldBe(202);

    [Theory]
    [InlineData("identity")]
    [InlineData("GZIP")]
    public async Task An_encoding_is_known_in_capitals_and_as_none(string encoding) =>
        (await SendAsync(encoding == "identity" ? Valid : Compress(Valid, "gzip"), encoding: encoding)).Status.ShouldBe(202);

    [Theory]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("gzip, gzip")]
    [InlineData("x")]
    public async Task An_unknown_encoding_is_not_supported(string encoding) => (await SendAsync(Valid, encoding: encoding)).ShouldBeProblem(415);

    [Theory, MemberData(nameof(Encodings))]
    public async Task Every_compressed_body_that_is_cut_off_is_refused(string encoding)
    {
        var whole = Compress(Valid, encoding);
        for (var length = 0; length < whole.Length; length++)
            (await SendAsync(whole[..length], encoding: NameOf(encoding))).Status.ShouldBe(400, $"{length} of {whole.Length} bytes");
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task A_body_that_is_not_compressed_as_it_says_is_refused(string encoding) =>
        (await SendAsync(Valid, encoding: NameOf(encoding))).ShouldBeProblem(400);

    [Theory, MemberData(nameof(Encodings))]
    public async Task A_small_body_that_decompresses_to_a_huge_one_is_refused(string encoding)
    {
        var bomb = Compress(new byte[100_000_000], encoding, CompressionLevel.Fastest);
        if (bomb.Length > MaxBody)
            bomb = bomb[..MaxBody];
        var before = GC.GetTotalAllocatedBytes();
        (await SendAsync(bomb, encoding: NameOf(encoding))).ShouldBeProblem(413);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(50_000_000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_of_500_KiB_is_taken_and_one_byte_more_is_not(string? encoding)
    {
        (await SendAsync(Encode(BatchOf(MaxBody)), encoding: encoding)).Status.ShouldBe(202);
        (await SendAsync(Encode(BatchOf(MaxBody + 1)), encoding: encoding)).ShouldBeProblem(413);

        byte[] Encode(byte[] body) => encoding is null ? body : Compress(body, encoding);
    }

    [Fact]
    public async Task A_chunked_body_is_bounded_like_any_other()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new ByteArrayContent(BatchOf(MaxBody + 1)) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Api-Key", RunningService.WriteKey);
        request.Content.Headers.ContentType = new("application/json");
        (await fixture.Service.SendAsync(request)).ShouldBeProblem(413);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over() => (await SendAsync([0xEF, 0xBB, 0xBF, .. Valid])).Status.ShouldBe(202);

    [Fact]
    public async Task Every_body_that_is_cut_off_is_refused()
    {
        for (var length = 0; length < Valid.Length; length++)
            (await SendAsync(Valid[..length])).ShouldBeProblem(400);
    }

    [Fact]
    public async Task Utf16_is_refused()
    {
        (await SendAsync(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Valid)))).ShouldBeProblem(400);
        (await SendAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Valid))])).ShouldBeProblem(400);
        (await SendAsync([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(Valid))])).ShouldBeProblem(400);
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xFF })]
    public async Task Invalid_utf8_within_a_text_is_refused(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(Valid);
        var at = text.IndexOf("Botas", StringComparison.Ordinal);
        (await SendAsync([.. Encoding.UTF8.GetBytes(text[..at]), .. bytes, .. Encoding.UTF8.GetBytes(text[at..])])).ShouldBeProblem(400);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{},")]
    [InlineData("{'type':'page_view'}")]
    [InlineData("{\"type\":\"page_view\",}")]
    [InlineData("/* a */{}")]
    [InlineData("NaN")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    public async Task What_is_no_json_is_refused(string body) => (await SendAsync(Encoding.UTF8.GetBytes(body))).ShouldBeProblem(400);

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("17")]
    [InlineData("\"page_view\"")]
    [InlineData("[]")]
    [InlineData("""[{"type":"page_view","properties":{"url":"https://shop.example/"}}]""")]
    public async Task Json_that_is_no_object_is_refused(string body) => (await SendAsync(Encoding.UTF8.GetBytes(body))).ShouldBeProblem(400);

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Json_of_any_depth_does_no_harm(int levels)
    {
        var body = """{"type":"custom","name":"deep","properties":{"a":""" + new string('[', levels) + new string(']', levels) + "}}";
        (await SendAsync(Encoding.UTF8.GetBytes(body))).ShouldBeProblem(400);
        (await SendAsync(Encoding.UTF8.GetBytes(new string('[', levels)))).ShouldBeProblem(400);
    }

    /// <summary>The deepest JSON that is accepted has to pass every step after the answer, too.</summary>
    [Fact]
    public async Task Json_of_every_depth_that_is_accepted_is_stored()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var accepted = 0;
        for (var levels = 20; levels <= 70; levels++)
        {
            var custom = """{"type":"custom","name":"deep","context":{"consent":{"analytics":true}},"properties":{"a":"""
                + new string('[', levels) + new string(']', levels) + "}}";
            accepted += (await site.CollectAsync(custom)).Status == 202 ? 1 : 0;
            accepted += (await site.CollectAsync($$"""{"events":[{{custom}}]}""")).Status == 202 ? 1 : 0;
        }

        accepted.ShouldBeGreaterThan(20);
        (await site.StoredAsync()).Count.ShouldBe(accepted);
    }

    [Fact]
    public async Task A_problem_is_json_for_who_asks_for_html_too() =>
        (await fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", "{", RunningService.WriteKey, ("Accept", "text/html"))).ShouldBeProblem(400);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Events_are_posted(string method) =>
        (await fixture.Service.SendAsync(new HttpMethod(method), "/v1/events", null, RunningService.WriteKey)).ShouldBeProblem(405);

    private static string NameOf(string encoding) => encoding == "raw deflate" ? "deflate" : encoding;

    private static byte[] Compress(byte[] body, string encoding, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(target, level, leaveOpen: true),
            "br" => new BrotliStream(target, level, leaveOpen: true),
            "deflate" => new ZLibStream(target, level, leaveOpen: true),
            _ => new DeflateStream(target, level, leaveOpen: true),
        })
            stream.Write(body);
        return target.ToArray();
    }

    private static byte[] BatchOf(int bytes)
    {
        var one = "," + Sample.PageView().With("properties.title", new string('t', 1_000)).ToJsonString();
        var body = new StringBuilder("{\"events\":[").Append(one.AsSpan(1));
        while (body.Length + one.Length + 2 < bytes)
            body.Append(one);
        return Encoding.ASCII.GetBytes(body.Append("]}").ToString().PadRight(bytes));
    }

    private async Task<Answer> SendAsync(byte[] body, string? contentType = "application/json", string? encoding = null)
    {
        var site = new TestSite(fixture.Service, RunningService.Site, RunningService.WriteKey, RunningService.SecretKey);
        return await site.CollectAsync(body, contentType, encoding);
    }
}
