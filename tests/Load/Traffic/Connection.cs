using System.Net;
using System.Net.Sockets;

namespace Tracking.Load.Traffic;

/// <summary>A kept-alive HTTP/1.1 connection, for one request at a time.</summary>
internal sealed class Connection(Uri address) : IDisposable
{
    private const int LongestAnswer = 32_768;

    private readonly byte[] received = new byte[LongestAnswer];
    private Socket? socket;

    /// <summary>Sends a request and reads its answer. After a failure the next one is sent over a new connection.</summary>
    /// <exception cref="IOException">There was no whole answer.</exception>
    public async ValueTask<HttpAnswer> AskAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            socket ??= await OpenAsync();
            for (var sent = 0; sent < request.Length;)
                sent += await socket.SendAsync(request[sent..]);
            return await AnswerAsync(socket);
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            Dispose();
            throw exception as IOException ?? new IOException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private async Task<Socket> OpenAsync()
    {
        var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await opened.ConnectAsync(IPAddress.Loopback, address.Port);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private async ValueTask<HttpAnswer> AnswerAsync(Socket from)
    {
        for (var length = 0; length < received.Length;)
        {
            var more = await from.ReceiveAsync(received.AsMemory(length));
            if (more == 0)
                throw new IOException("The server closed the connection instead of answering.");
            length += more;
            if (HttpAnswer.TryRead(received.AsSpan(0, length), out var answer))
                return answer;
        }

        throw new IOException($"The answer is longer than {LongestAnswer} bytes.");
    }
}
