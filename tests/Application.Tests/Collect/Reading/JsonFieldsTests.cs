using CsCheck;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Reading;

public class JsonFieldsTests
{
    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("\" a \"", " a ")]
    [InlineData("\"\\u00e4\\ud83d\\ude00\"", "\u00e4\U0001f600")]
    [InlineData("\"\"", null)]
    [InlineData("\" \\t\\n\"", null)]
    [InlineData("null", null)]
    public void A_text_is_read_and_an_empty_one_is_absent(string json, string? expected)
    {
        var it = ReadJson.It(json);

        it.Fields.Text("it").ShouldBe(expected);
        it.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1", "it WrongType")]
    [InlineData("true", "it WrongType")]
    [InlineData("[\"a\"]", "it WrongType")]
    [InlineData("{}", "it WrongType")]
    [InlineData("\"a\\u0000b\"", "it InvalidValue")]
    [InlineData("\"\\ud800\"", "it InvalidValue")]
    [InlineData("\"\\udc00\\ud800\"", "it InvalidValue")]
    [InlineData("\"123456\"", "it TooLong")]
    public void What_is_no_text_is_noted_and_read_as_absent(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.Text("it", maxLength: 5).ShouldBeNull();
        it.Wrong.ShouldBe([wrong]);
    }

    [Theory]
    [InlineData("12", 12.0)]
    [InlineData("-0.5", -0.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("null", null)]
    public void A_number_is_read(string json, double? expected)
    {
        var it = ReadJson.It(json);

        it.Fields.Number("it").ShouldBe((decimal?)expected);
        it.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"12\"", "it WrongType")]
    [InlineData("true", "it WrongType")]
    [InlineData("1e400", "it InvalidValue")]
    [InlineData("-79228162514264337593543950336", "it InvalidValue")]
    public void What_is_no_number_is_noted(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.Number("it").ShouldBeNull();
        it.Wrong.ShouldBe([wrong]);
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("12.0", 12)]
    [InlineData("1e3", 1000)]
    [InlineData("-3", -3)]
    [InlineData("2147483647", 2147483647)]
    [InlineData("null", null)]
    public void A_whole_number_is_read_however_it_is_written(string json, int? expected)
    {
        var it = ReadJson.It(json);

        it.Fields.SmallInteger("it").ShouldBe(expected);
        it.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1.5", "it WrongType")]
    [InlineData("1e30", "it WrongType")]
    [InlineData("\"1\"", "it WrongType")]
    [InlineData("9223372036854775808", "it WrongType")]
    [InlineData("2147483648", "it InvalidValue")]
    [InlineData("-2147483649", "it InvalidValue")]
    public void What_is_no_small_whole_number_is_noted(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.SmallInteger("it").ShouldBeNull();
        it.Wrong.ShouldBe([wrong]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", null)]
    public void A_flag_is_true_or_false(string json, bool? expected) => ReadJson.It(json).Fields.Flag("it").ShouldBe(expected);

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    [InlineData("{}")]
    public void What_is_no_flag_is_noted(string json)
    {
        var it = ReadJson.It(json);

        it.Fields.Flag("it").ShouldBeNull();
        it.Wrong.ShouldBe(["it WrongType"]);
    }

    [Theory]
    [InlineData("\"outbound\"", ClickKind.Outbound)]
    [InlineData("\"link\"", ClickKind.Link)]
    [InlineData("null", ClickKind.Element)]
    public void A_word_is_one_of_the_contracts(string json, ClickKind expected) =>
        ReadJson.It(json).Fields.Word("it", ClickKind.Element).ShouldBe(expected);

    [Theory]
    [InlineData("\"Outbound\"", "it InvalidValue")]
    [InlineData("\"2\"", "it InvalidValue")]
    [InlineData("2", "it WrongType")]
    public void Another_word_is_noted(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.Word("it", ClickKind.Element).ShouldBe(ClickKind.Element);
        it.Wrong.ShouldBe([wrong]);
    }

    [Fact]
    public void What_is_wrong_within_an_object_is_noted_by_its_path()
    {
        var it = ReadJson.It("""{ "list": [ { "sku": 1 }, 2, { "sku": "c" } ] }""");

        it.Fields.Object("it").Objects("list", 10).Select(item => item.Text("sku")).ShouldBe([null, null, "c"]);
        it.Wrong.Order().ShouldBe(["it.list[0].sku WrongType", "it.list[1] WrongType"]);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("\"a\"")]
    public void What_is_no_object_is_noted_and_not_present(string json)
    {
        var it = ReadJson.It(json);

        it.Fields.Object("it").IsPresent.ShouldBeFalse();
        it.Wrong.ShouldBe(["it WrongType"]);
    }

    [Fact]
    public void A_list_that_is_too_long_is_noted()
    {
        var it = ReadJson.It("[{}, {}, {}]");

        it.Fields.Objects("it", maxCount: 2).ShouldBeEmpty();
        it.Wrong.ShouldBe(["it TooLong"]);
    }

    [Fact]
    public void Ids_by_name_are_read_without_empty_ones() =>
        ReadJson.It("""{ "gclid": "a", "fbclid": "", "x": null }""").Fields.Texts("it", 5)
            .ShouldBe(new Dictionary<string, string> { ["gclid"] = "a" });

    [Theory]
    [InlineData("""{ "gclid": 1 }""", "it.gclid WrongType")]
    [InlineData("""{ "a": "1", "b": "2", "c": "3" }""", "it InvalidValue")]
    [InlineData("""{ "\ud800": "1" }""", "it InvalidValue")]
    [InlineData("""{ "12345678901234567890123456789012345678901234567890123456789012345": "1" }""", "it InvalidValue")]
    public void Ids_that_are_no_texts_by_name_are_noted(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.Texts("it", maxCount: 2).ShouldBeNull();
        it.Wrong.ShouldBe([wrong]);
    }

    [Theory]
    [InlineData("""{ "a": [ { "b": "\ud800" } ] }""", "it.a[0].b InvalidValue")]
    [InlineData("""{ "a": [ "fine", "a\u0000b" ] }""", "it.a[1] InvalidValue")]
    [InlineData("""{ "a": { "\ud800": 1 } }""", "it.a InvalidValue")]
    [InlineData("\"text\"", "it WrongType")]
    public void An_object_of_the_senders_making_is_searched_for_what_no_store_keeps(string json, string wrong)
    {
        var it = ReadJson.It(json);

        it.Fields.Free("it").ShouldBeNull();
        it.Wrong.ShouldBe([wrong]);
    }

    [Theory]
    [InlineData("", 1_024, true)]
    [InlineData("", 1_025, false)]
    [InlineData("https://shop.example/", 2_048, true)]
    [InlineData("https://shop.example/", 2_049, false)]
    public void A_text_of_the_senders_making_has_a_texts_length_or_a_urls(string start, int length, bool isFine) =>
        (ReadJson.It($$"""{ "a": "{{start.PadRight(length, 'x')}}" }""").Fields.Free("it") is not null).ShouldBe(isFine);

    [Fact]
    public void Of_two_fields_of_one_name_the_last_counts() =>
        new ReadJson("""{ "it": "first", "it": "last" }""").Fields.Text("it").ShouldBe("last");

    [Fact]
    public void No_json_makes_the_reader_throw() =>
        Gen.Char["\"\\u{}[]:,0d8ab1e.-tfn"].Array[0, 40].Select(chars => $"{{ \"it\": {new string(chars)} }}").Sample(text =>
        {
            try
            {
                System.Text.Json.JsonDocument.Parse(text).Dispose();
            }
            catch (System.Text.Json.JsonException)
            {
                return;
            }

            var fields = new ReadJson(text).Fields;
            fields.Text("it");
            fields.Number("it");
            fields.SmallInteger("it");
            fields.Flag("it");
            fields.Free("it");
            fields.FreeSelf();
            fields.Texts("it", 3);
            fields.TextList("it", 3);
            fields.Objects("it", 3);
            fields.Time("it");
            _ = fields.Names().Count();
        }, iter: 50_000);
}
