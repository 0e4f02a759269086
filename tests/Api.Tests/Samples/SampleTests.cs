using System.Collections.Concurrent;
using System.Diagnostics;
using RabbitMQ.Client;
using Tracking.Api.Tests.AsyncApi;
using Tracking.Api.Tests.Composition;
using Tracking.Contracts;
using Tracking.Contracts.Events;
using Tracking.Infrastructure.Publishing;

namespace Tracking.Api.Tests.Samples;

/// <summary>The samples of docs/integrate read what the service publishes.</summary>
public sealed class SampleTests
{
    private static readonly string Root = FindRoot();

    [BrokerTheory]
    [InlineData("rabbitmq-client", "dotnet", "RabbitMqClientSample.dll")]
    [InlineData("masstransit", "dotnet", "MassTransitSample.dll")]
    [InlineData("node", "node", "subscribe.mjs")]
    public async Task A_sample_prints_each_event_acknowledges_it_and_ends_cleanly_at_SIGTERM(string name, string program, string file)
    {
        var folder = Path.Combine(Root, "docs", "integrate", "samples", name);
        if (program == "node")
            await RunAsync("npm", "ci", "--prefix", folder, "--no-audit", "--no-fund");
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var path = program == "node" ? Path.Combine(folder, file) : Path.Combine(folder, "bin", build.Parent!.Name, build.Name, file);
        var queue = $"sample-{Guid.CreateVersion7():N}";
        var message = PublicMessage.Of(AnyContract.Event("page_view", typeof(PageView), new Random(1)) with { MessageId = "m-1" });
        await using var connection = await new ConnectionFactory { Uri = new Uri(BrokerTheoryAttribute.Broker!) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchanges.Events, ExchangeType.Topic, durable: true);
        var said = new ConcurrentQueue<string>();
        using var sample = Start(said, program, path, queue, "*.page_view");
        try
        {
            // Again and again, since it is not known when it has bound its queue.
            await RunningService.UntilAsync(
                async () =>
                {
                    sample.HasExited.ShouldBeFalse(string.Join('\n', said));
                    var properties = new BasicProperties { ContentType = CloudEvent<object>.ContentType, MessageId = message.Id };
                    await channel.BasicPublishAsync(Exchanges.Events, message.RoutingKey, mandatory: false, properties, message.Body);
                    await Task.Delay(100);
                    return said.Contains("m-1 shop.page_view");
                },
                $"{name} prints the event");
            // What is on its way is handled first.
            await RunAsync("kill", "-TERM", $"{sample.Id}");
            await sample.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            sample.ExitCode.ShouldBe(0, string.Join('\n', said));
            (await channel.MessageCountAsync(queue)).ShouldBeLessThan(3u);
        }
        finally
        {
            if (!sample.HasExited)
                sample.Kill();
            await channel.QueueDeleteAsync(queue);
            await channel.ExchangeDeleteAsync(queue);
        }
    }

    private static Process Start(ConcurrentQueue<string> said, string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RABBITMQ_URI"] = BrokerTheoryAttribute.Broker },
        })!;
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var said = new ConcurrentQueue<string>();
        using var process = Start(said, program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Join('\n', said));
    }

    private static string FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Tracking.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("These tests run from within the repository.");
        return root.FullName;
    }
}

/// <summary>A test that needs a broker.</summary>
internal sealed class BrokerTheoryAttribute : TheoryAttribute
{
    public BrokerTheoryAttribute() => Skip = Broker is null ? "TRACKING_TEST_RABBITMQ names no broker (./test starts one)" : null;

    /// <summary>Its address.</summary>
    public static string? Broker { get; } = Environment.GetEnvironmentVariable("TRACKING_TEST_RABBITMQ") is { Length: > 0 } uri ? uri : null;
}
