using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Collect.Reading;

namespace Tracking.Application.Tests.Collect.Reading;

/// <summary><c>context.userAgentData</c>.</summary>
public class ContextHintsReadingTests
{
    [Fact]
    public void It_is_read_as_browsers_write_it()
    {
        var hints = Read("""
            { "brands": [ { "brand": "Chromium", "version": "124" }, { "brand": "Not-A.Brand", "version": "99" } ],
              "mobile": false, "platform": "Windows", "platformVersion": "15.0.0", "model": "", "bitness": "64", "wow64": false }
            """).ShouldNotBeNull();

        hints.Brands.ShouldBe([new ClientBrand("Chromium", "124"), new ClientBrand("Not-A.Brand", "99")]);
        (hints.Mobile, hints.Platform, hints.PlatformVersion, hints.Model).ShouldBe((false, "Windows", "15.0.0", null));
    }

    [Theory]
    [InlineData("""{ "brands": [ { "brand": "A", "version": "1" } ], "fullVersionList": [ { "brand": "A", "version": "1.2.3.4" } ] }""", "A 1.2.3.4")]
    [InlineData("""{ "brands": [ { "brand": "A", "version": "1" }, { "brand": "B", "version": "12" } ], "uaFullVersion": "12.3" }""", "A 1|B 12.3")]
    [InlineData("""{ "brands": [ { "brand": "A" }, { "version": "1" }, {} ] }""", "A ")]
    public void The_full_versions_count(string data, string brands) =>
        string.Join('|', Read(data)!.Brands!.Select(brand => $"{brand.Name} {brand.Version}")).ShouldBe(brands);

    [Theory]
    [InlineData("""{ "context": {} }""")]
    [InlineData("""{ "context": { "userAgentData": null } }""")]
    public void Absent_there_are_no_hints(string json) => new ReadJson(json).Fields.Context(fromServer: true).Hints.ShouldBeNull();

    [Theory]
    [InlineData("\"Chrome\"", "context.userAgentData WrongType")]
    [InlineData("""{ "brands": "Chrome" }""", "context.userAgentData.brands WrongType")]
    [InlineData("""{ "brands": [ "Chrome" ] }""", "context.userAgentData.brands[0] WrongType")]
    [InlineData("""{ "brands": [ { "brand": 1, "version": "1" } ] }""", "context.userAgentData.brands[0].brand WrongType")]
    [InlineData("""{ "fullVersionList": [ { "brand": "A", "version": 124 } ] }""", "context.userAgentData.fullVersionList[0].version WrongType")]
    [InlineData("""{ "mobile": "yes" }""", "context.userAgentData.mobile WrongType")]
    [InlineData("""{ "platform": 1 }""", "context.userAgentData.platform WrongType")]
    [InlineData("""{ "platformVersion": 10 }""", "context.userAgentData.platformVersion WrongType")]
    [InlineData("""{ "model": [] }""", "context.userAgentData.model WrongType")]
    [InlineData("""{ "uaFullVersion": 1.5 }""", "context.userAgentData.uaFullVersion WrongType")]
    [InlineData("""{ "platform": "\ud800" }""", "context.userAgentData.platform InvalidValue")]
    public void A_wrong_type_is_noted_with_its_path(string data, string wrong)
    {
        var json = new ReadJson($$"""{ "context": { "userAgentData": {{data}} } }""");

        json.Fields.Context(fromServer: false);

        json.Wrong.ShouldBe([wrong]);
    }

    [Fact]
    public void What_is_too_much_is_noted()
    {
        var brands = string.Join(',', Enumerable.Repeat("""{ "brand": "A", "version": "1" }""", 17));
        var json = new ReadJson($$"""{ "context": { "userAgentData": { "brands": [ {{brands}} ], "model": "{{new string('m', 129)}}" } } }""");

        json.Fields.Context(fromServer: false);

        json.Wrong.ShouldBe(["context.userAgentData.brands TooLong", "context.userAgentData.model TooLong"]);
    }

    private static ClientHints? Read(string data)
    {
        var json = new ReadJson($$"""{ "context": { "userAgentData": {{data}} } }""");
        var hints = json.Fields.Context(fromServer: false).Hints;
        json.Wrong.ShouldBeEmpty();
        return hints;
    }
}
