using System.Net;
using System.Net.Sockets;

namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>
/// The only way out to destinations: addresses are checked after DNS, at the moment of connecting, so that neither a name nor a change of DNS
/// leads inside; redirects are not followed, no proxy is used, no cookie kept.
/// </summary>
internal sealed class OutgoingHttp(IReadOnlyList<IPNetwork> allowed)
{
    private const int MostConnectionsPerServer = 16;
    private const int MostResponseBytes = 1_048_576;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    /// <summary>A change of DNS is seen after that time.</summary>
    private static readonly TimeSpan ConnectionsLive = TimeSpan.FromMinutes(2);

    /// <summary>The addresses of a name.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A client for one destination: none waits for the connections of another.</summary>
    public HttpClient NewClient(TimeSpan timeout) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectWithin,
        PooledConnectionLifetime = ConnectionsLive,
        MaxConnectionsPerServer = MostConnectionsPerServer,
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = timeout,
        MaxResponseContentBufferSize = MostResponseBytes,
    };

    private bool IsAllowed(IPAddress address) =>
        allowed.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isPlain = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp;
        Exception? failure = null;
        foreach (var address in await Resolve(host, cancellationToken))
        {
            // Unencrypted to networks of the operator's own choice only: what is sent is personal data, and secrets.
            if (!IsAllowed(address) && (isPlain || !PublicInternet.Holds(address)))
            {
                failure = new AddressRefusedException(isPlain ? "address_not_encrypted" : "address_not_allowed");
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                failure = exception;
                if (exception is not SocketException)
                    throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }
}

/// <summary>A destination's name leads to an address to which nothing may be sent.</summary>
/// <param name="reason">In a word: <c>address_not_allowed</c>, <c>address_not_encrypted</c>.</param>
internal sealed class AddressRefusedException(string reason) : HttpRequestException(
    "The destination's address is not on the public internet, or the connection would not be encrypted. Where that is meant, the operator allows its network: Destinations__AllowedNetworks.")
{
    /// <summary>Why, in a word.</summary>
    public string Reason => reason;
}
