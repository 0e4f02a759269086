using System.Diagnostics;
using RabbitMQ.Client;

namespace Tracking.Reliability.Tests.Running;

/// <summary>A RabbitMQ node of its own (tests/rabbitmq), started when it is first asked for.</summary>
public sealed class BrokerNode : IAsyncLifetime
{
    /// <summary>The queue between the accept path and the workers.</summary>
    internal const string Queue = "tracking.internal.events";

    // The node's own user has to reach it, so not below a TMPDIR that may be closed.
    private readonly string folder = $"/tmp/tracking-rabbitmq-{Guid.CreateVersion7():N}";
    private string? uri;

    /// <summary>Its address.</summary>
    public async Task<string> UriAsync() => uri ??= (await ScriptAsync("start")).Trim().Split('\n')[^1];

    /// <summary>Ends it in good order.</summary>
    public Task StopAsync() => ScriptAsync("stop");

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => ScriptAsync("kill");

    /// <summary>Starts it again on the same port.</summary>
    public Task StartAgainAsync() => ScriptAsync("restart");

    /// <summary>Raises or clears the alarm of a disk that is nearly full; while it is on, publishers are blocked.</summary>
    public Task AlarmAsync(bool isOn) => ScriptAsync("alarm", "disk", isOn ? "on" : "off");

    /// <summary>Takes away what an earlier test left in the queue.</summary>
    internal static async Task ClearAsync(string uri)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(Queue);
    }

    /// <summary>Refuses the login of everybody, or takes it again.</summary>
    public async Task RefuseLoginAsync(bool isOn)
    {
        await ScriptAsync("ctl", "change_password", "guest", isOn ? "another" : "guest");
        if (isOn)
            await ScriptAsync("ctl", "close_all_connections", "test");
    }

    /// <summary>How many messages wait for a worker.</summary>
    internal static async Task<uint> WaitingAsync(string uri)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(Queue);
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (!Directory.Exists(folder))
            return;
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> ScriptAsync(string action, params IEnumerable<string> arguments)
    {
        // Into a file: the node inherits what the script writes to, and a pipe would stay open as long as the node lives.
        var log = Path.GetTempFileName();
        try
        {
            using var script = Process.Start("bash", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "-", log,
                Path.Combine(BuiltProgram.Root, "tests", "rabbitmq"), action, folder, .. arguments]);
            await script.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(log);
            script.ExitCode.ShouldBe(0, text);
            return text;
        }
        finally
        {
            File.Delete(log);
        }
    }
}

/// <summary>The broker for tests that leave it alone: the one of <c>TRACKING_TEST_RABBITMQ</c>, else a node of its own.</summary>
public sealed class SharedBroker : IAsyncLifetime
{
    private readonly BrokerNode own = new();

    /// <summary>What the environment gives.</summary>
    internal static string? Given { get; } =
        Environment.GetEnvironmentVariable("TRACKING_TEST_RABBITMQ") is { Length: > 0 } given ? given : null;

    /// <summary>Its address; its queue is empty.</summary>
    public async Task<string> UriAsync()
    {
        var uri = Given ?? await own.UriAsync();
        await BrokerNode.ClearAsync(uri);
        return uri;
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => own.DisposeAsync();
}

/// <summary>Tests that share a broker.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBrokerTests : ICollectionFixture<SharedBroker>
{
    public const string Name = "shared broker";
}
