using System.Net;
using CsCheck;
using Tracking.Application.Collect;

namespace Tracking.Application.Tests.Collect;

public class CookielessVisitorTests
{
    private static readonly byte[] Salt = [1, 2, 3];
    private static readonly byte[] OtherSalt = [1, 2, 4];
    private static readonly string[] Alike = ["ana", "Ana", "an\u00e1", "ana ", "an\u0061\u0301"];
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.77");

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("0.0.0.1", "0.0.0.0/24")]
    [InlineData("255.255.255.255", "255.255.255.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("2001:db8:1::", "2001:db8:1::/48")]
    [InlineData("fe80::1%3", "fe80::/48")]
    [InlineData("::1", "::/48")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff::/48")]
    public void An_address_is_cut_to_its_network(string address, string network) =>
        CookielessVisitor.Network(IPAddress.Parse(address)).ShouldBe(network);

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.254", true)]
    [InlineData("203.0.113.1", "203.0.112.1", false)]
    [InlineData("203.0.113.1", "::ffff:203.0.113.9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    public void Addresses_of_one_network_are_one_visitor(string one, string other, bool isOne) =>
        (Id(address: IPAddress.Parse(one)) == Id(address: IPAddress.Parse(other))).ShouldBe(isOne);

    [Fact]
    public void The_same_visitor_has_the_same_id_all_day() => Id().ShouldBe(Id());

    [Fact]
    public void Another_salt_site_or_user_agent_gives_another_id() =>
        new[] { Id(), Id(salt: OtherSalt), Id(site: "other"), Id(userAgent: "other"), Id(userAgent: null) }.ShouldBeUnique();

    [Fact]
    public void A_visitor_of_unknown_address_has_an_id_too() =>
        CookielessVisitor.Id(Salt, "shop", address: null, userAgent: null).Length.ShouldBe(32);

    [Fact]
    public void An_id_does_not_hold_the_address() => Id().ShouldNotContain("203");

    [Fact]
    public void Visitor_ids_that_differ_in_case_accent_or_trailing_blanks_have_keys_of_their_own() =>
        Alike.Select(CookielessVisitor.KeyOf).ShouldBeUnique();

    [Fact]
    public void No_visitor_id_makes_the_key_throw() =>
        Gen.String[0, 256].Sample(id => CookielessVisitor.KeyOf(id).ShouldBe(CookielessVisitor.KeyOf(id)));

    private static string Id(byte[]? salt = null, string site = "shop", IPAddress? address = null, string? userAgent = "agent") =>
        CookielessVisitor.Id(salt ?? Salt, site, address ?? Address, userAgent);
}
