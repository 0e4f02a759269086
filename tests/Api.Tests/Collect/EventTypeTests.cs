using System.Text.Json.Nodes;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Each event type and each of its fields: what is valid, what is required, and what a wrong value is called.</summary>
[Collection(OneService.Name)]
public sealed class EventTypeTests(ServiceFixture fixture)
{
    private const string Text = "text";
    private const string Url = "url";
    private const string Number = "number";
    private const string Integer = "integer";
    private const string Flag = "flag";
    private const string Object = "object";
    private const string Array = "array";
    private const string Time = "time";

    /// <summary>The fields of the contract: type of event, path, kind of value.</summary>
    private static readonly (string Type, string Path, string Kind)[] Fields =
    [
        .. from path in (string[])["messageId", "anonymousId", "userId"] select ("page_view", path, Text),
        ("page_view", "timestamp", Time), ("page_view", "sentAt", Time), ("page_view", "properties", Object), ("page_view", "context", Object),
        ("page_view", "properties.url", Url), ("page_view", "properties.title", Text), ("page_view", "properties.referrer", Url),
        ("page_view", "context.page", Object), ("page_view", "context.page.url", Url), ("page_view", "context.page.title", Text),
        ("page_view", "context.page.referrer", Url), ("page_view", "context.campaign", Object),
        .. from name in (string[])["source", "medium", "name", "term", "content"] select ("page_view", "context.campaign." + name, Text),
        ("page_view", "context.clickIds", Object), ("page_view", "context.clickIds.gclid", Text),
        ("page_view", "context.clientIds", Object), ("page_view", "context.clientIds.gaSession", Text),
        ("page_view", "context.locale", Text), ("page_view", "context.timezone", Text), ("page_view", "context.screen", Object),
        ("page_view", "context.screen.width", Number), ("page_view", "context.screen.height", Number), ("page_view", "context.gpc", Flag),
        ("page_view", "context.consent", Object),
        .. from name in (string[])["analytics", "marketing", "personalization"] select ("page_view", "context.consent." + name, Flag),
        ("click", "properties.url", Url), ("click", "properties.kind", Text), ("click", "properties.element", Object),
        .. from name in (string[])["tag", "id", "text", "href"] select ("click", "properties.element." + name, Text),
        ("form_input", "properties.url", Url), ("form_input", "properties.form", Object), ("form_input", "properties.form.id", Text),
        ("form_input", "properties.form.name", Text), ("form_input", "properties.field", Object), ("form_input", "properties.field.name", Text),
        ("form_input", "properties.field.type", Text), ("form_input", "properties.field.value", Text),
        ("form_submit", "properties.url", Url), ("form_submit", "properties.form", Object), ("form_submit", "properties.form.id", Text),
        ("form_submit", "properties.form.name", Text), ("form_submit", "properties.fieldCount", Integer), ("form_submit", "properties.outcome", Text),
        ("transaction", "properties.orderId", Text), ("transaction", "properties.value", Number), ("transaction", "properties.currency", Text),
        ("transaction", "properties.tax", Number), ("transaction", "properties.shipping", Number), ("transaction", "properties.discount", Number),
        ("transaction", "properties.coupon", Text), ("transaction", "properties.status", Text), ("transaction", "properties.url", Url),
        ("transaction", "properties.items", Array), ("transaction", "properties.items[0].price", Number),
        ("transaction", "properties.items[0].quantity", Integer),
        .. from name in (string[])["sku", "name", "category", "brand", "variant"] select ("transaction", $"properties.items[0].{name}", Text),
        ("engagement", "properties.url", Url), ("engagement", "properties.engagedMs", Integer), ("engagement", "properties.scrollPercent", Number),
        ("identify", "userId", Text), ("identify", "properties.traits", Object),
        ("custom", "name", Text), ("custom", "properties", Object), ("custom", "properties.url", Url),
    ];

    public static TheoryData<string> Types => [.. Sample.Types];

    public static TheoryData<string, string, string> Kinds
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (type, path, kind) in Fields)
                data.Add(type, path, kind);
            return data;
        }
    }

    [Theory, MemberData(nameof(Types))]
    public async Task An_event_with_all_its_fields_is_taken_and_stored(string type)
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "formFields": ["city"] }""");
        var stored = await site.StoreAsync(Sample.Whole(type));
        stored.Type.ShouldBe(type);
        stored.Event.ShouldBe(type == "custom" ? "wish_list_shared" : type);
        (stored.AnonymousId, stored.UserId, stored.VisitorId).ShouldBe(("a-1", "u-1", "a-1"));
        (stored.Analytics, stored.Marketing, stored.Personalization, stored.Anonymised).ShouldBe((true, true, true, false));
        JsonNode.DeepEquals(stored.Properties, Sample.Whole(type)["properties"]).ShouldBeTrue(stored.Data);
        ((string?)stored.Context["clickIds"]!["gclid"], (string?)stored.Context["campaign"]!["name"], (int)stored.Context["screen"]!["width"]!)
            .ShouldBe(("g-1", "autumn", 1280));
    }

    [Theory]
    [InlineData("page_view", "type")]
    [InlineData("page_view", "properties.url")]
    [InlineData("click", "properties.url")]
    [InlineData("form_input", "properties.url")]
    [InlineData("form_input", "properties.form")]
    [InlineData("form_input", "properties.field")]
    [InlineData("form_input", "properties.field.name")]
    [InlineData("form_submit", "properties.url")]
    [InlineData("form_submit", "properties.form")]
    [InlineData("transaction", "properties.orderId")]
    [InlineData("transaction", "properties.value")]
    [InlineData("transaction", "properties.currency")]
    [InlineData("transaction", "properties.items[0].sku")]
    [InlineData("engagement", "properties.url")]
    [InlineData("identify", "userId")]
    [InlineData("custom", "name")]
    public async Task A_required_field_that_is_absent_is_named(string type, string path)
    {
        await ShouldNameAsync(Sample.Whole(type).Without(path), path);
        await ShouldNameAsync(Sample.Whole(type).With(path, null), path);
    }

    [Theory]
    [InlineData("page_view", "properties.url")]
    [InlineData("click", "properties.url")]
    [InlineData("form_input", "properties.url", "properties.form", "properties.field")]
    [InlineData("form_submit", "properties.url", "properties.form")]
    [InlineData("transaction", "properties.orderId", "properties.value", "properties.currency")]
    [InlineData("engagement", "properties.url")]
    public async Task Without_properties_all_that_is_required_is_named(string type, params string[] paths) =>
        await ShouldNameAsync(Sample.Whole(type).Without("properties"), paths);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_value_of_a_wrong_type_is_an_error_and_not_coerced(string type, string path, string kind)
    {
        foreach (var (wrong, json) in WrongFor(kind))
        {
            var errors = await ErrorsAsync(Sample.Whole(type).With(path, JsonNode.Parse(json)));
            // What lies within a thing that cannot be read is absent, and that too may be an error.
            errors.Keys.ShouldContain(path, $"{wrong} {json}");
            if (kind != Object && path != "properties")
                errors.Keys.ShouldBe([path], $"{wrong} {json}");
            errors[path][0].ShouldStartWith("must ");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_text_that_is_too_long_is_an_error(string type, string path, string kind)
    {
        if (kind is not (Text or Url))
            return;
        var allowed = path switch
        {
            "messageId" => 100,
            "anonymousId" or "userId" or "properties.orderId" => 256,
            "name" => 128,
            "properties.element.href" => 2_048,
            _ => kind == Url ? 2_048 : 1_024,
        };
        if (!IsWordOrCode(path))
            (await ErrorsAsync(Sample.Whole(type).With(path, OfLength(allowed, kind)))).Keys.ShouldBeEmpty();
        (await ErrorsAsync(Sample.Whole(type).With(path, OfLength(allowed + 1, kind)))).Keys.ShouldBe([path]);
    }

    [Theory]
    [InlineData("page_view", "type", "\"pageview\"")]
    [InlineData("page_view", "type", "\"PAGE_VIEW\"")]
    [InlineData("page_view", "type", "7")]
    [InlineData("page_view", "properties.url", "\"/boots\"")]
    [InlineData("page_view", "properties.url", "\"shop.example/boots\"")]
    [InlineData("page_view", "properties.url", "\"ftp://shop.example/\"")]
    [InlineData("page_view", "properties.url", "\"javascript:alert(1)\"")]
    [InlineData("page_view", "properties.url", "\"https://\"")]
    [InlineData("page_view", "properties.url", "\"//shop.example/\"")]
    [InlineData("page_view", "properties.referrer", "\"android-app://com.example\"")]
    [InlineData("page_view", "context.page.url", "\"file:///etc/hosts\"")]
    [InlineData("page_view", "context.page.referrer", "\"about:blank\"")]
    [InlineData("page_view", "context.screen.width", "-1")]
    [InlineData("page_view", "context.consent.analytics_storage", "\"yes\"")]
    [InlineData("page_view", "context.consent.ad_storage", "true")]
    [InlineData("click", "properties.kind", "\"hover\"")]
    [InlineData("click", "properties.kind", "\"Link\"")]
    [InlineData("form_submit", "properties.outcome", "\"abandoned\"")]
    [InlineData("form_submit", "properties.fieldCount", "-1")]
    [InlineData("form_submit", "properties.fieldCount", "2.5")]
    [InlineData("transaction", "properties.value", "-0.01")]
    [InlineData("transaction", "properties.value", "1e400")]
    [InlineData("transaction", "properties.value", "99999999999999999999999999999999999")]
    [InlineData("transaction", "properties.currency", "\"XXX\"")]
    [InlineData("transaction", "properties.currency", "\"brl\"")]
    [InlineData("transaction", "properties.currency", "\"BRLL\"")]
    [InlineData("transaction", "properties.status", "\"pending\"")]
    [InlineData("transaction", "properties.items[0].price", "-1")]
    [InlineData("transaction", "properties.items[0].quantity", "0")]
    [InlineData("transaction", "properties.items[0].quantity", "1.5")]
    [InlineData("transaction", "properties.items[0].quantity", "99999999999")]
    [InlineData("engagement", "properties.engagedMs", "-1")]
    [InlineData("engagement", "properties.engagedMs", "1e300")]
    [InlineData("engagement", "properties.scrollPercent", "-1")]
    [InlineData("engagement", "properties.scrollPercent", "100.1")]
    [InlineData("engagement", "properties.scrollPercent", "-0.1")]
    [InlineData("engagement", "properties.scrollPercent", "1e20")]
    [InlineData("custom", "name", "\"page_view\"")]
    [InlineData("custom", "name", "\"transaction\"")]
    [InlineData("custom", "name", "\"custom\"")]
    [InlineData("custom", "properties.url", "\"boots\"")]
    public async Task A_value_that_is_not_allowed_is_named(string type, string path, string value) =>
        await ShouldNameAsync(Sample.Whole(type).With(path, JsonNode.Parse(value)), path);

    [Theory]
    [InlineData("transaction", "properties.value", "0")]
    [InlineData("transaction", "properties.value", "0.30000000000000004")]
    [InlineData("transaction", "properties.value", "1e3")]
    [InlineData("transaction", "properties.items", "[]")]
    [InlineData("transaction", "properties.status", "\"completed\"")]
    [InlineData("transaction", "properties.items[0].quantity", "1.0")]
    [InlineData("engagement", "properties.scrollPercent", "0")]
    [InlineData("engagement", "properties.scrollPercent", "100")]
    [InlineData("engagement", "properties.engagedMs", "0")]
    [InlineData("engagement", "properties.engagedMs", "1e3")]
    [InlineData("form_submit", "properties.form", "{}")]
    [InlineData("form_submit", "properties.outcome", "\"submitted\"")]
    [InlineData("click", "properties.kind", "\"element\"")]
    [InlineData("click", "properties.kind", "\"mailto\"")]
    [InlineData("click", "properties.element.href", "\"tel:+5581999990000\"")]
    [InlineData("page_view", "properties.url", "\"http://localhost:8080/\"")]
    [InlineData("page_view", "properties.url", "\"https://b\u00fccher.example/\u00fc?utm_source=\u00e4\"")]
    [InlineData("page_view", "properties.unknown", "{ \"any\": [1] }")]
    [InlineData("page_view", "unknown", "\"x\"")]
    [InlineData("custom", "name", "\"p\"")]
    public async Task A_value_at_the_edge_is_taken(string type, string path, string value) =>
        (await ErrorsAsync(Sample.Whole(type).With(path, JsonNode.Parse(value)))).ShouldBeEmpty();

    [Theory]
    [InlineData("50.5", 51)]
    [InlineData("33.333333333333336", 33)]
    public async Task A_part_of_a_percent_is_rounded(string sent, int stored)
    {
        var site = await fixture.Service.CreateSiteAsync();
        var read = await site.StoreAsync(Sample.Whole("engagement").With("properties.scrollPercent", JsonNode.Parse(sent)));
        ((int?)read.Properties["scrollPercent"]).ShouldBe(stored);
    }

    [Fact]
    public async Task A_completed_order_is_the_default()
    {
        var site = await fixture.Service.CreateSiteAsync();
        var stored = await site.StoreAsync(Sample.Whole("transaction").Without("properties.status"));
        ((string?)stored.Properties["status"]).ShouldBe("completed");
    }

    [Fact]
    public async Task All_that_is_wrong_with_an_event_is_named_at_once() => await ShouldNameAsync(
        Json.Object("""
            { "type": "transaction", "messageId": "ä", "timestamp": "yesterday", "anonymousId": 1, "context": { "locale": 5 },
              "properties": { "value": "9", "currency": "EURO", "items": [{ "sku": "a" }, 7, { "quantity": 0 }] } }
            """),
        "messageId", "timestamp", "anonymousId", "context.locale", "properties.orderId", "properties.value", "properties.currency",
        "properties.items[1]", "properties.items[1].sku", "properties.items[2].sku", "properties.items[2].quantity");

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("a\\ud83db")]
    [InlineData("\\u0000")]
    [InlineData("a\\u0000b")]
    public async Task A_text_that_is_no_text_is_an_error(string escape)
    {
        foreach (var path in (string[])["anonymousId", "properties.title", "properties.url", "context.locale", "context.clickIds.gclid", "type", "messageId", "timestamp"])
            await ShouldNameAsync(Sample.Whole("page_view").With(path, "@"), path, escape);
        await ShouldNameAsync(Sample.Whole("custom").With("properties.nested.list", "@"), "properties.nested.list", escape);
        await ShouldNameAsync(Sample.Whole("identify").With("properties.traits.plan", "@"), "properties.traits.plan", escape);
        await ShouldNameAsync(Sample.Whole("page_view").With("context.consent.analytics_storage", "@"), "context.consent.analytics_storage", escape);
        await ShouldNameAsync(Sample.Whole("click").With("properties.kind", "@"), "properties.kind", escape);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("u\\ud800rl")]
    [InlineData("\\udfffevents")]
    [InlineData("t\\ud800ype")]
    [InlineData("c\\ud800ontext")]
    public async Task A_name_that_is_no_text_is_passed_over_or_an_error_but_nothing_worse(string name)
    {
        foreach (var owner in (string[])["@", "context.@", "context.consent.@", "properties.@", "properties.nested.@", "context.page.@"])
        {
            var json = Sample.Whole("custom").With(owner, 1).ToJsonString().Replace("\"@\"", $"\"{name}\"");
            (await CollectAsync(json)).Status.ShouldBeOneOf(202, 400);
            (await CollectAsync($$"""{"events":[{{json}}]}""")).Status.ShouldBeOneOf(202, 400);
            (await CollectAsync($$"""{"{{name}}":1,"events":[{{json}}]}""")).Status.ShouldBeOneOf(202, 400);
        }
    }

    [Fact]
    public async Task Of_two_fields_of_one_name_the_last_counts()
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "consentMode": "opt-out" }""");
        (await site.CollectAsync("""{ "type": "click", "type": "page_view", "properties": { "url": 5, "url": "https://shop.example/last" } }"""))
            .Status.ShouldBe(202);
        (await site.StoredAsync()).Single().Url.ShouldBe("https://shop.example/last");
    }

    private static bool IsWordOrCode(string path) =>
        path is "properties.kind" or "properties.outcome" or "properties.status" or "properties.currency";

    private static string OfLength(int length, string kind) => kind == Url ? "https://shop.example/".PadRight(length, 'a') : new string('a', length);

    private static IEnumerable<(string Kind, string Json)> WrongFor(string kind) =>
        ((string Kind, string Json)[])[(Text, "\"x\""), (Number, "7.5"), (Flag, "true"), (Flag, "false"), (Object, "{}"), (Array, "[]")]
        switch
        {
            var all when kind is Text or Url => all.Where(one => one.Kind != Text),
            var all when kind == Time => all.Where(one => one.Kind != Number),
            var all when kind == Integer => all,
            var all => all.Where(one => one.Kind != kind),
        };

    private async Task ShouldNameAsync(JsonObject json, string path, string escape)
    {
        var answer = await CollectAsync(json.ToJsonString().Replace("\"@\"", $"\"{escape}\""));
        answer.ShouldBeProblem(400).Errors.Keys.ShouldBe([path]);
    }

    private async Task ShouldNameAsync(JsonObject json, params string[] paths) =>
        (await ErrorsAsync(json)).Keys.ShouldBe(paths, ignoreOrder: true, json.ToJsonString());

    private async Task<IReadOnlyDictionary<string, string[]>> ErrorsAsync(JsonObject json)
    {
        var answer = await CollectAsync(json.ToJsonString());
        if (answer.Status == 202)
            return new Dictionary<string, string[]>();
        answer.ShouldBeProblem(400);
        var rejected = answer.Rejected.ShouldHaveSingleItem();
        rejected.Index.ShouldBe(0);
        rejected.Errors.Keys.ShouldBe(answer.Errors.Keys, ignoreOrder: true);
        return answer.Errors;
    }

    private Task<Answer> CollectAsync(string json) =>
        fixture.Service.SendAsync(HttpMethod.Post, "/v1/events", json, RunningService.WriteKey);
}
