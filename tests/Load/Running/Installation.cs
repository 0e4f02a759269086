using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Tracking.Load.Traffic;

namespace Tracking.Load.Running;

/// <summary>The service with everything that it has switched on, in a folder of its own.</summary>
internal sealed class Installation : IServer, IAsyncDisposable
{
    private const string Api = "api";
    private const string WriteKey = "wk_load-measurement-write";
    private const string SecretKey = "sk_load-measurement-secret";
    private const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly TimeSpan StandstillLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly string folder = Directory.CreateTempSubdirectory("tracking-load-").FullName;
    private readonly Uri workerUrl = FreeAddress.Find();
    private readonly BrokerNode? broker;
    private ServerProcess? api;
    private ServerProcess? worker;

    private Installation(BrokerNode? broker)
    {
        this.broker = broker;
        Target = new Target(FreeAddress.Find(), WriteKey, SecretKey);
    }

    public Mode Mode => broker is null ? Mode.Embedded : Mode.RabbitMq;

    /// <inheritdoc/>
    public string Name => Mode == Mode.Embedded ? "embedded" : "rabbitmq";

    /// <inheritdoc/>
    public Target Target { get; }

    /// <summary>Its reports and metrics.</summary>
    public ServiceClient Client => new(Target);

    /// <summary>The service's own processes.</summary>
    public IReadOnlyList<ServerProcess> Services => [.. new[] { api, worker }.OfType<ServerProcess>()];

    /// <inheritdoc/>
    public IReadOnlyList<int> Processes => [.. Services.Select(service => service.Id), .. BrokerProcesses];

    /// <summary>The broker's, if there is one.</summary>
    public IReadOnlyList<int> BrokerProcesses => broker?.Processes ?? [];

    /// <summary>Bytes that wait in the spool of the process that takes events.</summary>
    public long SpoolBytes => new DirectoryInfo(Path.Combine(folder, Api, "spool")).EnumerateFiles().Sum(file => file.Length);

    private string Database => broker is null ? Path.Combine(folder, Api, "tracking.db") : Path.Combine(folder, "tracking.db");

    /// <summary>Starts one with an empty database, and waits until it is ready.</summary>
    public static async Task<Installation> StartAsync(Mode mode, CancellationToken cancellationToken)
    {
        var installation = new Installation(mode == Mode.RabbitMq ? await BrokerNode.StartAsync() : null);
        try
        {
            if (mode == Mode.RabbitMq)
            {
                installation.worker = installation.Start("worker", installation.workerUrl);
                await installation.worker.ReadyAsync(installation.workerUrl, cancellationToken);
            }

            installation.StartAccepting();
            await installation.api!.ReadyAsync(installation.Target.Url, cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>A webhook that gets everything.</summary>
    public static object WebhookTo(Uri url) => new { kind = "webhook", settings = new { url, secret = WebhookSecret, batchSize = 500 }, rules = new { bots = true } };

    /// <summary>Adds two destinations.</summary>
    /// <param name="receiver">Takes the webhook's requests.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ForwardAsync(IServer receiver, CancellationToken cancellationToken)
    {
        await Client.AddDestinationAsync(WebhookTo(new Uri(receiver.Target.Url, "/hook")), cancellationToken);
        await Client.AddDestinationAsync(new { kind = "files", settings = new { folder = "load" }, rules = new { bots = true } }, cancellationToken);
    }

    /// <summary>Ends the process that takes events.</summary>
    public async Task StopAcceptingAsync()
    {
        if (api is not null)
            await api.DisposeAsync();
        api = null;
    }

    /// <summary>Kills the process that takes events.</summary>
    public Task KillAcceptingAsync() => api!.KillAsync();

    /// <summary>Starts the process that takes events; it is not ready yet.</summary>
    public void StartAccepting() => api = Start(Api, Target.Url);

    /// <summary>Ends the broker in good order.</summary>
    public Task StopBrokerAsync() => broker!.StopAsync();

    /// <summary>Starts the broker again.</summary>
    public Task StartBrokerAgainAsync() => broker!.StartAgainAsync();

    /// <summary>Holds the only right to write to the database until it is disposed of: nothing is stored meanwhile.</summary>
    public async Task<IAsyncDisposable> LockStoreAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    /// <summary>Waits until all that was promised is stored, however long, while more and more is.</summary>
    /// <returns>How many are stored; fewer than were promised when that number has stood still.</returns>
    public async Task<long> DrainAsync(CancellationToken cancellationToken)
    {
        var (last, since, told) = (-1L, Stopwatch.StartNew(), Stopwatch.StartNew());
        while (true)
        {
            var stored = await Client.StoredAsync(cancellationToken);
            if (stored != last)
                since.Restart();
            last = stored;
            if (stored >= Target.Tally.Accepted || since.Elapsed > StandstillLimit)
                return stored;
            Services.ToList().ForEach(service => service.ThrowIfEnded());
            if (told.Elapsed > TellEvery)
            {
                told.Restart();
                Progress.Say($"{Name}: {Target.Tally.Accepted - stored:N0} events wait to be stored");
            }

            await Task.Delay(Between, cancellationToken);
        }
    }

    /// <summary>Ends its processes and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services)
            await service.DisposeAsync();
        if (broker is not null)
            await broker.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private ServerProcess Start(string role, Uri url)
    {
        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        var settings = new Dictionary<string, string>
        {
            ["Bootstrap__WriteKey"] = WriteKey,
            ["Bootstrap__SecretKey"] = SecretKey,
            ["Data__Directory"] = Path.Combine(folder, role),
            // All of the load comes from one network with one key.
            ["RateLimits__RequestsPerSecond"] = "1000000",
            ["RateLimits__Burst"] = "10000000",
            // Saturated for long, more waits than the default lets; how much shows in the figures.
            ["Spool__MaxBytes"] = "17179869184",
            ["Destinations__AllowedNetworks"] = "127.0.0.0/8",
            ["Destinations__Secret"] = "load-measurement-secret",
            ["Destinations__FilesRoot"] = files,
        };
        if (broker is not null)
        {
            settings["Host__Roles"] = role;
            settings["Bus__Transport"] = "RabbitMq";
            settings["ConnectionStrings__RabbitMq"] = broker.Uri;
            settings["ConnectionStrings__Tracking"] = $"Data Source={Database}";
        }

        return ServerProcess.Start(role, folder, settings, BuiltProgram.Service, "--urls", url.ToString());
    }
}
