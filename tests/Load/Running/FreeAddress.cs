using System.Net;
using System.Net.Sockets;

namespace Tracking.Load.Running;

/// <summary>Addresses on loopback on which nobody listens.</summary>
internal static class FreeAddress
{
    /// <summary>Finds one. Its port lies below the range from which outgoing connections take theirs.</summary>
    public static Uri Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 16_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return new Uri($"http://127.0.0.1:{port}");
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
