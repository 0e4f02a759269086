using System.Net;
using System.Net.Sockets;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>Nothing is sent to addresses that are not on the public internet, whatever leads there.</summary>
public class OutgoingAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.170")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void It_is_not_public(string address) => PublicInternet.Holds(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    public void It_is_public(string address) => PublicInternet.Holds(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://0x7f.1:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    public async Task Nothing_reaches_it_by_address_or_name(string url)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new OutgoingHttp([]).NewClient(TimeSpan.FromSeconds(10));
        var refused = await Should.ThrowAsync<HttpRequestException>(() =>
            client.GetAsync(new Uri(string.Format(url, ((IPEndPoint)listener.LocalEndpoint).Port))));
        Answers.ReasonOf(refused).ShouldStartWith("address_not_");
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_later_is_looked_at_again_when_a_connection_is_made()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answers = new Queue<IPAddress>([IPAddress.Parse("127.0.0.1"), IPAddress.Parse("127.0.0.2")]);
        // Only the first is allowed: the second is what the name leads to after the check of any earlier moment.
        var http = new OutgoingHttp([IPNetwork.Parse("127.0.0.1/32")]) { Resolve = (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]) };
        using var client = http.NewClient(TimeSpan.FromSeconds(10));
        var first = client.GetAsync(new Uri($"http://rebinding.example:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        using (var connection = await listener.AcceptTcpClientAsync())
            await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
        (await first).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var refused = await Should.ThrowAsync<HttpRequestException>(() =>
            client.GetAsync(new Uri($"http://rebinding.example:{((IPEndPoint)listener.LocalEndpoint).Port}/")));
        Answers.ReasonOf(refused).ShouldStartWith("address_not_");
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_no_proxy_is_asked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new OutgoingHttp([IPNetwork.Parse("127.0.0.0/8")]).NewClient(TimeSpan.FromSeconds(10));
        var request = client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
        using (var connection = await listener.AcceptTcpClientAsync())
            await connection.GetStream().WriteAsync("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        var answer = await request;
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        Answers.Of(answer, confirms: true, TimeProvider.System.GetUtcNow()).Kind.ShouldBe(Infrastructure.Destinations.SendResultKind.TryAgain);
    }
}
