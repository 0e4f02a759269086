using CsCheck;
using Microsoft.AspNetCore.Http;
using Tracking.Api.Collect;
using Tracking.Api.Tests.Composition;
using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Api.Tests.Collect;

/// <summary>The headers <c>Sec-CH-UA*</c> and <c>context.userAgentData</c>.</summary>
[Collection(OneService.Name)]
public sealed class ClientHintTests(ServiceFixture fixture)
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
    private const string Brands = "\"Chromium\";v=\"124\", \"Brave\";v=\"124\", \"Not-A.Brand\";v=\"99\"";

    [Fact]
    public void They_are_read_as_browsers_send_them()
    {
        var hints = Read(
            ("Sec-CH-UA", Brands), ("Sec-CH-UA-Mobile", "?0"), ("Sec-CH-UA-Platform", "\"Windows\""),
            ("Sec-CH-UA-Platform-Version", "\"15.0.0\""), ("Sec-CH-UA-Model", "\"\"")).ShouldNotBeNull();

        hints.Brands.ShouldBe([new ClientBrand("Chromium", "124"), new ClientBrand("Brave", "124"), new ClientBrand("Not-A.Brand", "99")]);
        (hints.Mobile, hints.Platform, hints.PlatformVersion, hints.Model).ShouldBe((false, "Windows", "15.0.0", null));
    }

    [Fact]
    public void Full_versions_are_taken_where_they_are_sent() =>
        Read(("Sec-CH-UA", Brands), ("Sec-CH-UA-Full-Version-List", "\"Brave\";v=\"124.1.65.126\"")).ShouldNotBeNull()
            .Brands.ShouldBe([new ClientBrand("Brave", "124.1.65.126")]);

    [Fact]
    public void Without_them_there_are_no_hints() => Read(("User-Agent", Chrome)).ShouldBeNull();

    // RFC 8941, 3.1 to 3.3 and 4.2.
    [Theory]
    [InlineData("\"A\"", "A ")]
    [InlineData("\"A\";v=\"1\"", "A 1")]
    [InlineData("  \"A\" ; v=\"1\"", null)]
    [InlineData("\"A\";  v=\"1\"\t,\t\"B\";v=\"2\"  ", "A 1|B 2")]
    [InlineData("\"A\";x;v=\"1\";y=?1;z=token/1:2;n=-1.5", "A 1")]
    [InlineData("\"A\";v=\"1\";v=\"2\"", "A 2")]
    [InlineData("\"A\";v=1", "A ")]
    [InlineData("\"\\\\Not\\\"A;Brand\";v=\"99\"", "\\Not\"A;Brand 99")]
    [InlineData("\"A,B\";v=\"1;2\"", "A,B 1;2")]
    [InlineData("", null)]
    [InlineData("A;v=\"1\"", null)]
    [InlineData("\"A", null)]
    [InlineData("\"A\\", null)]
    [InlineData("\"A\\x\"", null)]
    [InlineData("\"A\";", null)]
    [InlineData("\"A\";=", null)]
    [InlineData("\"A\";v=", null)]
    [InlineData("\"A\";v=\"1", null)]
    [InlineData("\"A\",", null)]
    [InlineData("\"A\" \"B\"", null)]
    [InlineData("(\"A\" \"B\")", null)]
    [InlineData("\"Ä\"", null)]
    public void A_list_of_brands_is_a_structured_field_and_a_wrong_one_is_none(string header, string? brands) =>
        Text(StructuredFields.Brands(header)).ShouldBe(brands);

    [Theory]
    [InlineData(16, 128, true)]
    [InlineData(17, 128, false)]
    [InlineData(16, 129, false)]
    public void A_list_too_long_is_none(int count, int length, bool isRead) =>
        (StructuredFields.Brands(string.Join(", ", Enumerable.Repeat($"\"{new string('A', length)}\";v=\"{new string('1', length)}\"", count))) is not null)
            .ShouldBe(isRead);

    [Theory]
    [InlineData("\"Windows\"", "Windows")]
    [InlineData("\"\"", null)]
    [InlineData("Windows", null)]
    [InlineData("\"Windows\" ", null)]
    [InlineData("\"Windows\", \"Linux\"", null)]
    [InlineData(null, null)]
    public void A_text_is_a_structured_string(string? header, string? text) => StructuredFields.Text(header).ShouldBe(text);

    [Theory]
    [InlineData("?1", true)]
    [InlineData("?0", false)]
    [InlineData("1", null)]
    [InlineData("?1, ?0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_flag_is_a_structured_boolean(string? header, bool? flag) => StructuredFields.Flag(header).ShouldBe(flag);

    [Fact]
    public void Brands_that_are_written_are_read() => Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 20], Gen.String[Gen.Char[' ', '~'], 0, 20]).Array[1, 16].Sample(
        brands => StructuredFields.Brands(string.Join(", ", brands.Select(brand => $"{Quoted(brand.Item1)};v={Quoted(brand.Item2)}")))
            .ShouldBe(brands.Select(brand => new ClientBrand(brand.Item1, brand.Item2))));

    [Fact]
    public void Any_header_is_borne() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["\"\\;=,v1A ?"], 0, 40]).Sample(header =>
    {
        StructuredFields.Brands(header);
        StructuredFields.Text(header);
    });

    [Fact]
    public async Task A_browser_s_own_headers_tell_the_device()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(
            Sample.PageView(), null, ("User-Agent", Chrome), ("Sec-CH-UA", Brands), ("Sec-CH-UA-Mobile", "?0"), ("Sec-CH-UA-Platform", "\"Windows\""),
            ("Sec-CH-UA-Platform-Version", "\"15.0.0\""));

        DeviceOf(stored).ShouldBe("desktop Brave 124 Windows 11");
    }

    [Fact]
    public async Task What_the_context_says_goes_before_the_headers_and_what_it_leaves_open_they_say()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(
            Sample.PageView().With("context.userAgentData.platform", "macOS").With("context.userAgentData.platformVersion", "14.4.1"),
            null, ("User-Agent", Chrome), ("Sec-CH-UA", Brands), ("Sec-CH-UA-Platform", "\"Windows\""));

        DeviceOf(stored).ShouldBe("desktop Brave 124 macOS 14.4.1");
    }

    [Fact]
    public async Task A_server_s_own_headers_tell_nothing_of_the_visitor()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(Sample.PageView(), site.SecretKey, ("User-Agent", "curl/8.5.0"), ("Sec-CH-UA", Brands));

        DeviceOf(stored).ShouldBeNull();
    }

    [Fact]
    public async Task Wrong_headers_are_ignored()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(
            Sample.PageView(), null, ("User-Agent", Chrome), ("Sec-CH-UA", "Brave"), ("Sec-CH-UA-Mobile", "yes"), ("Sec-CH-UA-Platform", "macOS"));

        DeviceOf(stored).ShouldBe("desktop Chrome 124.0.0 Windows 10");
    }

    private static string? DeviceOf(StoredEvent stored) => System.Text.Json.Nodes.JsonNode.Parse(stored.Data)!["device"] is { } device
        ? $"{device["type"]} {device["browser"]} {device["browserVersion"]} {device["os"]} {device["osVersion"]}"
        : null;

    private static ClientHints? Read(params (string Name, string Value)[] headers) =>
        ClientHintHeaders.Read(new HeaderDictionary(headers.ToDictionary(header => header.Name, header => new Microsoft.Extensions.Primitives.StringValues(header.Value))));

    private static string? Text(IReadOnlyList<ClientBrand>? brands) =>
        brands is null ? null : string.Join('|', brands.Select(brand => $"{brand.Name} {brand.Version}"));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
