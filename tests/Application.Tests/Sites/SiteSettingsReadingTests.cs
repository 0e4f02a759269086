using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Sites;

public class SiteSettingsReadingTests
{
    private const string Everything = """
        {
          "name": "Shop", "timezone": "America/Sao_Paulo", "consentMode": "opt-out", "withoutConsent": "drop",
          "origins": ["https://Shop.example", "http://localhost:3000"], "hosts": ["Shop.example.", "203.0.113.7", "b\u00fccher.example"],
          "ipPolicy": "full", "honourDoNotTrack": true, "formFields": ["city"], "queryParameters": ["sort", "sort"],
          "anonymousProperties": ["plan"], "transactionsFrom": "server", "retentionDays": { "page_view": 30, "custom": 36500 }
        }
        """;

    private readonly List<FieldError> errors = [];

    public static TheoryData<string> Names => [.. AllNames()];

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = Read(Everything);

        errors.ShouldBeEmpty();
        JsonSerializer.Serialize(settings).ShouldBe(JsonSerializer.Serialize(new SiteSettings
        {
            Name = "Shop",
            Timezone = "America/Sao_Paulo",
            ConsentMode = ConsentMode.OptOut,
            WithoutConsent = WithoutConsent.Drop,
            Origins = ["https://shop.example", "http://localhost:3000"],
            Hosts = ["shop.example", "203.0.113.7", "b\u00fccher.example"],
            IpPolicy = IpPolicy.Full,
            HonourDoNotTrack = true,
            FormFields = ["city"],
            QueryParameters = ["sort"],
            AnonymousProperties = ["plan"],
            TransactionsFrom = TransactionsFrom.Server,
            RetentionDays = new Dictionary<string, int> { ["page_view"] = 30, ["custom"] = 36_500 },
        }));
    }

    [Fact]
    public void Every_property_of_the_settings_can_be_set() =>
        AllNames().Order().ShouldBe(typeof(SiteSettings).GetProperties().Select(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name)).Order());

    [Theory, MemberData(nameof(Names))]
    public void A_setting_that_is_null_goes_back_to_its_default_and_the_rest_stays(string name)
    {
        var settings = Read($$"""{ "{{name}}": null }""", Read(Everything));

        var expected = JsonSerializer.SerializeToNode(Read(Everything))!.AsObject();
        var member = char.ToUpperInvariant(name[0]) + name[1..];
        expected[member] = JsonSerializer.SerializeToNode(new SiteSettings())![member]?.DeepClone();
        errors.ShouldBeEmpty();
        JsonSerializer.Serialize(settings).ShouldBe(expected.ToJsonString());
    }

    [Fact]
    public void What_is_not_given_stays() =>
        JsonSerializer.Serialize(Read("{}", Read(Everything))).ShouldBe(JsonSerializer.Serialize(Read(Everything)));

    [Theory]
    [InlineData("""{ "timezone": "Brasilia" }""", "timezone")]
    [InlineData("""{ "timezone": "-03:00" }""", "timezone")]
    [InlineData("""{ "consentMode": "optIn" }""", "consentMode")]
    [InlineData("""{ "withoutConsent": "Drop" }""", "withoutConsent")]
    [InlineData("""{ "origins": ["https://shop.example/"] }""", "origins")]
    [InlineData("""{ "origins": ["https://shop.example/path"] }""", "origins")]
    [InlineData("""{ "origins": ["https://user@shop.example"] }""", "origins")]
    [InlineData("""{ "origins": ["shop.example"] }""", "origins")]
    [InlineData("""{ "origins": ["null"] }""", "origins")]
    [InlineData("""{ "origins": ["*"] }""", "origins")]
    [InlineData("""{ "origins": "https://shop.example" }""", "origins")]
    [InlineData("""{ "hosts": ["https://shop.example"] }""", "hosts")]
    [InlineData("""{ "hosts": ["shop.example/path"] }""", "hosts")]
    [InlineData("""{ "hosts": [""] }""", "hosts")]
    [InlineData("""{ "ipPolicy": "all" }""", "ipPolicy")]
    [InlineData("""{ "honourDoNotTrack": "yes" }""", "honourDoNotTrack")]
    [InlineData("""{ "formFields": [1] }""", "formFields")]
    [InlineData("""{ "queryParameters": {} }""", "queryParameters")]
    [InlineData("""{ "transactionsFrom": "browser" }""", "transactionsFrom")]
    [InlineData("""{ "retentionDays": { "page_view": 0 } }""", "retentionDays.page_view")]
    [InlineData("""{ "retentionDays": { "page_view": 36501 } }""", "retentionDays.page_view")]
    [InlineData("""{ "retentionDays": { "page_view": null } }""", "retentionDays.page_view")]
    [InlineData("""{ "retentionDays": { "pageview": 1 } }""", "retentionDays.pageview")]
    [InlineData("""{ "retentionDays": 30 }""", "retentionDays")]
    [InlineData("""{ "timeZone": "Etc/UTC" }""", "timeZone")]
    public void What_is_not_allowed_is_noted_under_its_name(string json, string path)
    {
        Read(json);

        errors.ShouldHaveSingleItem().Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("https://m\u00fcnchen.example", "https://xn--mnchen-3ya.example")]
    [InlineData("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example")]
    [InlineData("https://M\u00dcNCHEN.example:8443", "https://xn--mnchen-3ya.example:8443")]
    [InlineData("https://shop.example:443", "https://shop.example")]
    [InlineData("http://shop.example:80", "http://shop.example")]
    [InlineData("http://[2001:db8::1]:8080", "http://[2001:db8::1]:8080")]
    public void An_origin_is_kept_as_browsers_send_it(string written, string sent)
    {
        Read(JsonSerializer.Serialize(new { origins = new[] { written } })).Origins.ShouldBe([sent]);

        errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_member_that_is_read_elsewhere_is_let_be()
    {
        SiteSettingsReading.Read(JsonDocument.Parse("""{ "site": "shop" }""").RootElement, new SiteSettings(), ["site"], errors);

        errors.ShouldBeEmpty();
    }

    [Fact]
    public void Too_many_entries_are_noted()
    {
        Read($$"""{ "formFields": {{JsonSerializer.Serialize(Enumerable.Range(0, 501).Select(number => $"f{number}"))}} }""");

        errors.ShouldHaveSingleItem().Reason.ShouldBe(RejectionReason.TooLong);
    }

    private static IEnumerable<string> AllNames() =>
        JsonDocument.Parse(Everything).RootElement.EnumerateObject().Select(one => one.Name);

    private SiteSettings Read(string json, SiteSettings? current = null) =>
        SiteSettingsReading.Read(JsonDocument.Parse(json).RootElement, current ?? new SiteSettings(), [], errors);
}
