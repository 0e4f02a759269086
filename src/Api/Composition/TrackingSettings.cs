using System.Net;
using System.Text.RegularExpressions;
using Tracking.Api.Collect;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;
using Tracking.Infrastructure;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Enrichment.Geo;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Spool;
using Tracking.Infrastructure.Store;

namespace Tracking.Api.Composition;

/// <summary>All settings, read and checked before anything starts.</summary>
internal sealed partial record TrackingSettings(
    InfrastructureSettings Infrastructure,
    CollectOptions Collect,
    RateLimitOptions RateLimits,
    string? AutoMapperLicenseKey,
    IReadOnlyList<IPNetwork> Proxies,
    string Urls,
    bool Accepts,
    bool Works)
{
    /// <summary>Where the service's own routes begin.</summary>
    internal static readonly string[] ServicePaths = ["v1", "health", "metrics", "openapi", "asyncapi.json", "docs", "demo"];

    private const string LocalBroker = "amqp://guest:guest@127.0.0.1:5672/";

    /// <summary>Reads them.</summary>
    /// <exception cref="WrongSettingsException">Some are wrong; each has its line.</exception>
    public static TrackingSettings Read(ConfigurationManager configuration)
    {
        SettingsReader.AddSecretFiles(
            configuration,
            "ConnectionStrings:Tracking", "ConnectionStrings:RabbitMq", "Bootstrap:WriteKey", "Bootstrap:SecretKey", "Destinations:Secret",
            "AutoMapper:LicenseKey");
        var reader = new SettingsReader(configuration);
        var destinations = reader.Read<DestinationsOptions>("Destinations");
        var infrastructure = new InfrastructureSettings(
            reader.Read<DataOptions>("Data"),
            reader.Read<StorageOptions>("Storage"),
            reader.Read<BusOptions>("Bus"),
            reader.Read<SpoolOptions>("Spool"),
            reader.Read<BootstrapOptions>("Bootstrap"),
            reader.Read<GeoOptions>("Geo"),
            destinations,
            ReadNetworks(reader, "Destinations__AllowedNetworks", destinations.AllowedNetworks),
            configuration.GetConnectionString("Tracking"),
            configuration.GetConnectionString("RabbitMq") ?? LocalBroker);
        var (accepts, works) = Roles(reader, reader.Read<HostOptions>("Host").Roles);
        var settings = new TrackingSettings(
            infrastructure,
            reader.Read<CollectOptions>("Collect"),
            reader.Read<RateLimitOptions>("RateLimits"),
            reader.Read<AutoMapperOptions>("AutoMapper").LicenseKey,
            ReadNetworks(reader, "Proxies__Known", reader.Read<ProxiesOptions>("Proxies").Known),
            configuration[WebHostDefaults.ServerUrlsKey] ?? string.Empty,
            accepts,
            works);
        Check(reader, settings);
        return reader.Errors.Count == 0 ? settings : throw new WrongSettingsException(reader.Errors);
    }

    /// <summary>Makes the data folder where it is not there, for its owner alone.</summary>
    /// <returns>Its full path.</returns>
    public string MakeDataFolder()
    {
        var path = Path.GetFullPath(Infrastructure.Data.Directory);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongSettingsException([$"Data__Directory is '{path}', which cannot be made; allowed: a folder that this user may write to"]);
        }
    }

    /// <summary>For what works on what is stored: a mistyped folder must not become a new installation.</summary>
    /// <exception cref="WrongSettingsException">There is no database.</exception>
    public void RequireDatabase()
    {
        if (StoreConnection.MissingFile(Infrastructure) is { } file)
        {
            throw new WrongSettingsException(
            [
                $"There is no database at {file}: set Data__Directory, or ConnectionStrings__Tracking, as the service has it; a first start of the service makes one",
            ]);
        }
    }

    private static void Check(SettingsReader reader, TrackingSettings settings)
    {
        reader.CheckSections(
            "ConnectionStrings", "Data", "Storage", "Bus", "Spool", "Bootstrap", "Geo", "Host", "Collect", "RateLimits", "Proxies", "Destinations",
            "AutoMapper");
        reader.CheckNames("ConnectionStrings", "Tracking", "RabbitMq");
        var (infrastructure, bootstrap) = (settings.Infrastructure, settings.Infrastructure.Bootstrap);
        var provider = infrastructure.Storage.Provider;
        if (infrastructure.StoreConnection is { } connection && !StoreConnection.IsValid(provider, connection))
            reader.Fail("ConnectionStrings__Tracking", $"is no connection string of {provider}; allowed: {StoreConnection.Allowed(provider)}");
        else if (infrastructure.StoreConnection is null && provider == StorageProvider.SqlServer)
            reader.Fail("ConnectionStrings__Tracking", "is missing; with Storage__Provider=SqlServer it is the server's connection string");
        if (string.IsNullOrWhiteSpace(infrastructure.Data.Directory))
            reader.Fail("Data__Directory", "is empty; allowed: a folder that this user may write to, by default data");
        foreach (var address in settings.Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(address => !IsAddress(address)))
            reader.Fail("--urls", $"has '{address}'; allowed: http://ADDRESS:PORT, such as http://127.0.0.1:5080, several with ; between (ASPNETCORE_URLS sets the same)");
        CheckPath(reader, "Collect__EventsPath", settings.Collect.EventsPath, CollectEndpoints.EventsPath);
        CheckPath(reader, "Collect__ScriptPath", settings.Collect.ScriptPath);
        if (!(Uri.TryCreate(infrastructure.BrokerConnection, UriKind.Absolute, out var broker) && broker.Scheme is "amqp" or "amqps"))
        {
            reader.Fail("ConnectionStrings__RabbitMq",
                "is no broker's address; allowed: amqp://user:password@host:5672/vhost, or amqps://…; default the broker of this machine");
        }

        if (infrastructure.Bus.Transport == BusTransport.InMemory && !(settings.Accepts && settings.Works))
            reader.Fail("Host__Roles", "must be api,worker with Bus__Transport=InMemory; roles apart need Bus__Transport=RabbitMq");
        if (!Site.IsValidName(bootstrap.Site))
            reader.Fail("Bootstrap__Site", $"is '{bootstrap.Site}'; allowed: 1 to {Site.MaxNameLength} of a-z, 0-9 and -");
        CheckKey(reader, "Bootstrap__WriteKey", bootstrap.WriteKey, KeyKind.Write);
        CheckKey(reader, "Bootstrap__SecretKey", bootstrap.SecretKey, KeyKind.Secret);
    }

    /// <summary>Whether the server can be told to listen there. It would say so itself, but only once a database was made.</summary>
    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Scheme: "http" or "https", PathBase: "", Port: >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void CheckPath(SettingsReader reader, string name, string path, string? also = null)
    {
        var isFree = UrlPath().IsMatch(path) && !ServicePaths.Contains(path.Split('/')[1], StringComparer.OrdinalIgnoreCase);
        if (!isFree && path != also)
        {
            reader.Fail(name, $"is '{path}'; allowed: / and letters, digits, - . _ ~ between slashes, such as /shop/e, not below /"
                + string.Join(", /", ServicePaths) + (also is null ? string.Empty : $", and {also}"));
        }
    }

    private static void CheckKey(SettingsReader reader, string name, string? key, KeyKind kind)
    {
        if (key is not null && !ApiKey.IsValid(key, kind))
        {
            // A secret is not repeated, not even a wrong one.
            reader.Fail(name, $"is no key; allowed: {ApiKey.PrefixOf(kind)} and {ApiKey.MinLength} to {ApiKey.MaxLength} letters, digits, - or _");
        }
    }

    private static (bool Accepts, bool Works) Roles(SettingsReader reader, string roles)
    {
        var words = roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Any(word => word is not ("api" or "worker")))
            reader.Fail("Host__Roles", $"is '{roles}'; allowed: api, worker, or both with a comma between");
        return (words.Contains("api"), words.Contains("worker"));
    }

    private static List<IPNetwork> ReadNetworks(SettingsReader reader, string name, string known)
    {
        var networks = new List<IPNetwork>();
        foreach (var word in known.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(word, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(word, out var network))
                networks.Add(network);
            else
                reader.Fail(name, $"has '{word}'; allowed: addresses and networks such as 10.0.0.5, 10.0.0.0/8, ::1, with commas between");
        }

        return networks;
    }

    [GeneratedRegex(@"^(/[A-Za-z0-9._~-]+)+\z", RegexOptions.NonBacktracking)]
    private static partial Regex UrlPath();
}
