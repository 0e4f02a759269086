using System.Net;
using CsCheck;
using Tracking.Application.Collect.Enrichment.Geo;

namespace Tracking.Application.Tests.Collect.Enrichment.Geo;

public class PublicAddressTests
{
    // Their first and last addresses, as IANA's registries of special-purpose addresses have them.
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("224.0.0.0", "255.255.255.255")]
    [InlineData("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:10::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void A_special_network_is_not_public_and_its_neighbours_are(string first, string last)
    {
        PublicAddress.IsPublic(IPAddress.Parse(first)).ShouldBeFalse(first);
        PublicAddress.IsPublic(IPAddress.Parse(last)).ShouldBeFalse(last);
        if (Neighbour(first, -1) is { } before)
            PublicAddress.IsPublic(before).ShouldBeTrue(before.ToString());
        if (Neighbour(last, 1) is { } after)
            PublicAddress.IsPublic(after).ShouldBeTrue(after.ToString());
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2.125.160.216")]
    [InlineData("2001:218::1")]
    [InlineData("2a02:cf40::1")]
    public void An_address_of_the_internet_is_public(string address) => PublicAddress.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void Any_address_has_an_answer() => Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]).Sample(bytes =>
    {
        _ = PublicAddress.IsPublic(new IPAddress(bytes));
    });

    private static IPAddress? Neighbour(string address, int step)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        for (var index = bytes.Length - 1; index >= 0; index--)
        {
            bytes[index] = (byte)(bytes[index] + step);
            if (bytes[index] != (step > 0 ? 0 : byte.MaxValue))
                return new IPAddress(bytes);
        }

        return null;
    }
}
