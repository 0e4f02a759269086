using CsCheck;
using Tracking.Application.Collect;

namespace Tracking.Application.Tests.Collect;

public class KeyedHashTests
{
    private static readonly byte[] Key = [1, 2, 3];

    [Fact]
    public void The_border_between_two_fields_is_part_of_the_hash() =>
        new[]
        {
            KeyedHash.Of(Key, "a", "bc"), KeyedHash.Of(Key, "ab", "c"), KeyedHash.Of(Key, "abc"), KeyedHash.Of(Key, "abc", ""),
            KeyedHash.Of(Key, "", "abc"), KeyedHash.Of(Key),
        }.ShouldBeUnique();

    [Fact]
    public void Fields_that_differ_hash_differently() =>
        Gen.Select(Gen.String[Gen.Char["ab\0\u0001\u00e4"], 0, 4].Array[0, 4], Gen.String[Gen.Char["ab\0\u0001\u00e4"], 0, 4].Array[0, 4])
            .Sample((one, other) => (KeyedHash.Of(Key, one) == KeyedHash.Of(Key, other)).ShouldBe(one.SequenceEqual(other)), iter: 20_000);

    [Fact]
    public void Another_key_gives_another_hash() => KeyedHash.Of([1, 2, 4], "a").ShouldNotBe(KeyedHash.Of(Key, "a"));

    [Fact]
    public void A_lasting_key_hashes_as_any_whatever_came_before() =>
        Gen.Select(Gen.Byte.Array[0, 80], Gen.String.Array[0, 4])
            .Sample((key, fields) => KeyedHash.OfLasting(key, fields).ShouldBe(KeyedHash.Of(key, fields)), iter: 2_000);

    // What stands in the store for good: a changed formula would take every known message for a new one.
    [Fact]
    public void The_formula_is_the_one_under_which_hashes_are_stored() =>
        KeyedHash.Text(KeyedHash.Of(Key, "shop", "message", "m-1")).ShouldBe(HmacOf("04000000" + Hex("shop") + "07000000" + Hex("message") + "03000000" + Hex("m-1")));

    [Fact]
    public void A_long_text_hashes_by_the_same_formula()
    {
        var text = new string('\u20ac', 2_000);

        KeyedHash.Text(KeyedHash.Of(Key, text)).ShouldBe(HmacOf("70170000" + Hex(text)));
    }

    private static string Hex(string text) => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));

    private static string HmacOf(string hex) =>
        Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Key, Convert.FromHexString(hex)))[..32];
}
