using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Sites;

public class ApiKeyTests
{
    [Theory]
    [InlineData(KeyKind.Write, "wk_")]
    [InlineData(KeyKind.Secret, "sk_")]
    public void A_made_key_is_one_that_could_be_given(KeyKind kind, string prefix)
    {
        var key = ApiKey.Create(kind);

        key.ShouldStartWith(prefix);
        key.Length.ShouldBe(35);
        ApiKey.IsValid(key, kind).ShouldBeTrue();
    }

    [Fact]
    public void No_two_made_keys_are_alike() => Enumerable.Range(0, 1_000).Select(_ => ApiKey.Create(KeyKind.Secret)).ShouldBeUnique();

    [Fact]
    public void The_first_write_key_is_a_function_of_secret_and_site()
    {
        ApiKey.CreateWriteKey([1, 2], "shop").ShouldBe(ApiKey.CreateWriteKey([1, 2], "shop"));
        new[] { ApiKey.CreateWriteKey([1, 2], "shop"), ApiKey.CreateWriteKey([1, 2], "other"), ApiKey.CreateWriteKey([1, 3], "shop") }
            .ShouldBeUnique();
    }

    [Fact]
    public void The_first_write_key_is_a_valid_one() => ApiKey.IsValid(ApiKey.CreateWriteKey([1], "shop"), KeyKind.Write).ShouldBeTrue();

    [Fact]
    public void A_keys_hash_is_its_sha256() =>
        ApiKey.HashOf("abc").ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Theory]
    [InlineData("wk_1", KeyKind.Write)]
    [InlineData("sk_1", KeyKind.Secret)]
    [InlineData("WK_1", null)]
    [InlineData("pk_1", null)]
    [InlineData("wk", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_keys_prefix_says_its_kind(string? key, KeyKind? kind) => ApiKey.KindOf(key).ShouldBe(kind);

    [Theory]
    [InlineData(128, KeyKind.Write)]
    [InlineData(129, null)]
    public void A_text_too_long_for_a_key_is_none(int length, KeyKind? kind) => ApiKey.KindOf("wk_" + new string('a', length)).ShouldBe(kind);

    [Theory]
    [InlineData("sk_abcdefghijklmnop", true)]
    [InlineData("sk_ABC-def_0123456789", true)]
    [InlineData("sk_abcdefghijklmno", false)]
    [InlineData("wk_abcdefghijklmnop", false)]
    [InlineData("abcdefghijklmnopqrs", false)]
    [InlineData("sk_abcdefghijklmno p", false)]
    [InlineData("sk_abcdefghijklmno\u00e9p", false)]
    [InlineData("sk_abcdefghijklmnop\n", false)]
    public void A_given_key_has_16_to_128_letters_digits_hyphens_or_underscores(string key, bool isValid) =>
        ApiKey.IsValid(key, KeyKind.Secret).ShouldBe(isValid);
}
