using System.Diagnostics;

namespace Tracking.Load.Running;

/// <summary>A RabbitMQ node of its own (tests/rabbitmq), on loopback.</summary>
internal sealed class BrokerNode : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private static readonly string[] ProcessFiles = ["server.pid", "epmd.pid"];

    // The node's own user has to reach it, so not below a TMPDIR that may be closed.
    private readonly string folder = $"/tmp/tracking-load-rabbitmq-{Guid.CreateVersion7():N}";

    private BrokerNode()
    {
    }

    /// <summary>Its <c>amqp://</c> address.</summary>
    public string Uri { get; private set; } = string.Empty;

    /// <summary>Its processes, of which those that are being started are not known yet; what they started belongs to them.</summary>
    public IReadOnlyList<int> Processes =>
        [.. ProcessFiles.Select(name => int.TryParse(File.ReadAllText(Path.Combine(folder, name)), out var id) ? id : 0).Where(id => id > 0)];

    /// <summary>Starts one.</summary>
    public static async Task<BrokerNode> StartAsync()
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"{Program} is absent (apt-get install rabbitmq-server).");
        var node = new BrokerNode();
        try
        {
            node.Uri = (await node.ScriptAsync("start")).Trim().Split('\n')[^1];
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it in good order; what it holds is kept.</summary>
    public Task StopAsync() => ScriptAsync("stop");

    /// <summary>Starts it again on the same port.</summary>
    public Task StartAgainAsync() => ScriptAsync("restart");

    /// <summary>Ends it and deletes what it owned.</summary>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(folder, "ports")))
            await ScriptAsync("stop");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task<string> ScriptAsync(string action)
    {
        // Into a file: the node inherits what the script writes to, and a pipe would stay open as long as the node lives.
        // setsid: Ctrl+C on the terminal is not for the script, which must not be cut off half way.
        var log = Path.GetTempFileName();
        try
        {
            using var script = Process.Start("setsid", ["bash", "-c", "exec \"$1\" \"$2\" \"$3\" >\"$4\" 2>&1 </dev/null", "-",
                Path.Combine(BuiltProgram.Root, "tests", "rabbitmq"), action, folder, log]);
            await script.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(log);
            return script.ExitCode == 0 ? text : throw new InvalidOperationException(text);
        }
        finally
        {
            File.Delete(log);
        }
    }
}
