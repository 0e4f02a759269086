using System.Net.Sockets;
using System.Text;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>A client that speaks no proper HTTP.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawConnection> OpenAsync(RunningService service)
    {
        var connection = new RawConnection();
        await connection.socket.ConnectAsync(service.Address.Host, service.Address.Port);
        return connection;
    }

    /// <summary>Sends bytes; the other side may have hung up already.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await socket.SendAsync(bytes);
        }
        catch (SocketException)
        {
            // What it answered before is what counts.
        }
    }

    /// <summary>Says that nothing more will come.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has hung up already.
        }
    }

    /// <summary>What comes until the other side hangs up; cut off, not failed, when it resets.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var all = new MemoryStream();
        var buffer = new byte[4_096];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
                all.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // A reset is an end, too.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    public void Dispose() => socket.Dispose();
}
