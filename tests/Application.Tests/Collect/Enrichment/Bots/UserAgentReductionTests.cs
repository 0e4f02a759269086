using CsCheck;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.Enrichment.Bots;

public class UserAgentReductionTests
{
    private static readonly Gen<string> Around = Gen.Char["aZ09.-_:/;=@ (\u00e9\u0001"].Array[0, 40].Select(chars => new string(chars));

    private static readonly Gen<string> Named = Gen.OneOf(
        Gen.Guid.Select(id => id.ToString()),
        Gen.Guid.Select(id => id.ToString("N").ToUpperInvariant()),
        Gen.Char["0123456789"].Array[5, 16].Select(digits => new string(digits)).Where(digits => digits.Any(digit => digit != '0')),
        Gen.Char["abcXYZ019.+-"].Array[1, 12].Select(chars => $"{new string(chars)}@mail.example"));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.6099.71 Safari/537.36", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0 Safari/537.0")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) Version/17.4.1", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0_0 like Mac OS X) Version/17.0.0")]
    [InlineData("Googlebot/2.1 (+http://www.google.com/bot.html)", "Googlebot/2.0 (+http://www.google.com/bot.html)")]
    [InlineData("1.2.3.", "1.0.0.")]
    [InlineData("", "")]
    public void Of_every_version_the_first_number_stays(string userAgent, string reduced) => UserAgentReduction.Reduce(userAgent).ShouldBe(reduced);

    [Theory]
    [InlineData("ShopApp/3.0 (iPhone; user=ana@mail.example; device=9F86D081-884C-4D63-A3B2-0123456789AB)", "ShopApp/3.0 (iPhone; user=0; device=0)")]
    [InlineData("FBAN/FBIOS;FBDI/359881030314356;x", "FBAN/FBIOS;FBDI/0;x")]
    [InlineData("[ID:9f86d081884c7d659a2feaa0c55ad015]", "[ID:0]")]
    [InlineData("id-9F86D081-884C-4D63 last", "id-0 last")]
    [InlineData("imei 35-988103-031435-6", "imei 0")]
    [InlineData("+351912345678, u12345x", "+0, u0x")]
    [InlineData("(+mailto:ana.b+c@mail.example)", "(+mailto:0)")]
    public void What_names_a_person_or_a_device_goes(string userAgent, string reduced) => UserAgentReduction.Reduce(userAgent).ShouldBe(reduced);

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.0 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.0")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.0")]
    [InlineData("SM-A105F Build/N2G48H; M2101K6G; Nexus 5X")]
    [InlineData("@handle decade facade-bead")]
    public void Names_models_and_builds_stay(string userAgent) => UserAgentReduction.Reduce(userAgent).ShouldBe(userAgent);

    [Fact]
    public void What_cannot_be_stored_as_text_is_replaced() => UserAgentReduction.Reduce("a\u0000b\ud800").ShouldBe("a?b?");

    [Fact]
    public void Whatever_is_around_it_nothing_that_names_someone_is_left() => Gen.Select(Around, Named, Around).Sample((before, named, after) =>
    {
        var reduced = UserAgentReduction.Reduce($"{before} {named};{after}");
        reduced.ShouldNotContain(named, Case.Sensitive);
        reduced.Where((_, i) => i + 5 <= reduced.Length && reduced.AsSpan(i, 5).IndexOfAnyExceptInRange('0', '9') < 0).ShouldBeEmpty();
    });

    [Fact]
    public void Whatever_is_sent_the_result_is_bounded_and_can_be_reduced_again() => Gen.OneOf(Gen.String, Around).Sample(text =>
    {
        var reduced = UserAgentReduction.Reduce(text);
        reduced.Length.ShouldBeLessThanOrEqualTo(Math.Min(text.Length, ReducedUserAgent.MaxLength));
        UserAgentReduction.Reduce(reduced).ShouldBe(reduced);
    });
}
