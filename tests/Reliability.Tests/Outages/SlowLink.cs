using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Tracking.Reliability.Tests.Outages;

/// <summary>A way to the broker on which its answers take their time.</summary>
internal sealed class SlowLink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;
    private readonly Uri broker;
    private long delayMs;

    public SlowLink(string broker)
    {
        this.broker = new Uri(broker);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The broker's address by this way.</summary>
    public string Uri => new UriBuilder(broker) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri.ToString();

    /// <summary>How long each answer takes from now on.</summary>
    public TimeSpan Delay
    {
        set => Interlocked.Exchange(ref delayMs, (long)value.TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = CarryAsync(await listener.AcceptTcpClientAsync(ending.Token));
    }

    private async Task CarryAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        await server.ConnectAsync(broker.Host, broker.Port, ending.Token);
        await Task.WhenAny(
            client.GetStream().CopyToAsync(server.GetStream(), ending.Token),
            AnswerAsync(server.GetStream(), client.GetStream()));
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var answers = Channel.CreateUnbounded<(byte[] Bytes, long DueAt)>();
        var reading = Task.Run(async () =>
        {
            var buffer = new byte[65_536];
            while (await from.ReadAsync(buffer, ending.Token) is > 0 and var read)
                answers.Writer.TryWrite((buffer[..read], Environment.TickCount64 + Interlocked.Read(ref delayMs)));
            answers.Writer.Complete();
        });
        await foreach (var (bytes, dueAt) in answers.Reader.ReadAllAsync(ending.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, dueAt - Environment.TickCount64)), ending.Token);
            await to.WriteAsync(bytes, ending.Token);
        }

        await reading;
    }
}
