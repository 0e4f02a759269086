namespace Tracking.Reliability.Tests.Running;

/// <summary>A folder of its own for an installation: its processes, their data and what is stored.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string WriteKey = "wk_reliability-tests-write";
    public const string SecretKey = "sk_reliability-tests-secret";

    private readonly List<TrackingProcess> processes = [];
    private readonly string? broker;
    private readonly bool ownsFolder;

    /// <summary>Makes one; embedded, or with a broker (its <c>amqp://</c> address) and one database for all processes.</summary>
    public Installation(string? broker = null, string? folder = null)
    {
        this.broker = broker;
        ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("tracking-reliability-").FullName;
        Store = new StoredRows(broker is null ? DataPath("data", "tracking.db") : DataPath("tracking.db"));
    }

    public string Folder { get; }

    /// <summary>Where its api listens, through all restarts.</summary>
    public string Url { get; } = Http.FreeUrl();

    public StoredRows Store { get; }

    /// <summary>The spool's files of the one process.</summary>
    public IEnumerable<string> SpoolFiles => SpoolFilesOf("data");

    /// <summary>The spool's files of the process with a data folder of this name.</summary>
    public IEnumerable<string> SpoolFilesOf(string name) =>
        Directory.Exists(DataPath(name, "spool")) ? Directory.EnumerateFiles(DataPath(name, "spool")) : [];

    /// <summary>Starts the one process of an embedded installation.</summary>
    public TrackingProcess StartEmbedded(params IEnumerable<(string Name, string Value)> settings) =>
        Start(Url, [.. settings, ("Data__Directory", DataPath("data"))]);

    /// <summary>Starts the api process.</summary>
    public TrackingProcess StartApi(params IEnumerable<(string Name, string Value)> settings) => StartRole("api", Url, "api", settings);

    /// <summary>Starts another api process, with a data folder of this name.</summary>
    public TrackingProcess StartApi(string name, string url) => StartRole("api", url, name, []);

    /// <summary>Starts a worker process.</summary>
    public TrackingProcess StartWorker(string name = "worker", params IEnumerable<(string Name, string Value)> settings) =>
        StartRole("worker", Http.FreeUrl(), name, settings);

    /// <summary>Runs a command that ends by itself.</summary>
    public TrackingProcess Command(params IEnumerable<string> arguments) =>
        Start(url: null, [("Data__Directory", DataPath("data"))], arguments);

    /// <summary>A path in the folder.</summary>
    public string DataPath(params IEnumerable<string> names) => Path.Combine([Folder, .. names]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        if (ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private TrackingProcess StartRole(string role, string url, string name, IEnumerable<(string Name, string Value)> settings) => Start(url,
    [
        ("Data__Directory", DataPath(name)),
        ("Host__Roles", role),
        ("Bus__Transport", "RabbitMq"),
        ("ConnectionStrings__RabbitMq", broker ?? throw new InvalidOperationException("Roles apart need a broker.")),
        ("ConnectionStrings__Tracking", $"Data Source={DataPath("tracking.db")}"),
        .. settings,
    ]);

    private TrackingProcess Start(string? url, (string Name, string Value)[] settings, params IEnumerable<string> arguments)
    {
        var all = new Dictionary<string, string> { ["Bootstrap__WriteKey"] = WriteKey, ["Bootstrap__SecretKey"] = SecretKey };
        foreach (var (name, value) in settings)
            all[name] = value;
        var process = TrackingProcess.Start(Folder, url, all, arguments);
        processes.Add(process);
        return process;
    }
}
