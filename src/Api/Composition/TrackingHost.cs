using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoMapper;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.Memory;
using OpenTelemetry.Metrics;
using Tracking.Api.Administration;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Api.Consent;
using Tracking.Api.Demo;
using Tracking.Api.Destinations;
using Tracking.Api.Operation;
using Tracking.Api.Operation.OpenApi;
using Tracking.Api.Privacy;
using Tracking.Api.Problems;
using Tracking.Api.Reports;
using Tracking.Application;
using Tracking.Infrastructure;

namespace Tracking.Api.Composition;

/// <summary>Puts the service together.</summary>
internal static class TrackingHost
{
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    /// <summary>Each holds some kilobytes, also when it sends nothing.</summary>
    private const int MostConnections = 10_000;

    /// <summary>The least rate of a body, in bytes a second on average: the largest one that comes in pieces ends within nine minutes.</summary>
    private static readonly MinDataRate LeastRate = new(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(10));

    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        // Request lines hold keys and addresses: the framework's own log is heard from warnings on.
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // A scope for each request, of which the console shows nothing.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        // A start that fails ends with a line of its own (Program.cs); what ends the process later is critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        // What it throws is said once, where it is caught; here it would be said again with each attempt.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Critical",
        // Whoever asks for the health gets the reason, and what is degraded was logged when it became so.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Error",
        // Warnings are of a broker that is away, one with each attempt: BrokerPublisher and QueueWatch say it once, with its words.
        ["Logging:LogLevel:MassTransit"] = "Error",
        ["Logging:LogLevel:LuckyPennySoftware"] = "Error",
    };

    /// <summary>Reads the settings and builds the service, without starting it.</summary>
    /// <exception cref="WrongSettingsException">Settings are wrong.</exception>
    public static (WebApplication App, TrackingSettings Settings) Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read once. To watch for their change would watch every write into a data folder below the working directory.
            Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
            // Static files lie beside the program, wherever it is started from.
            WebRootPath = WebRoot.Find(),
        });
        var settings = TrackingSettings.Read(builder.Configuration);
        // What Logging__LogLevel__… says comes after, and holds.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        builder.Logging.ConfigureConsole();
        AddServices(builder.Services, settings);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(kestrel.ApplicationServices.GetRequiredService<GracefulStop>().Cuts));
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
            kestrel.Limits.MinRequestBodyDataRate = LeastRate;
            // Any byte is a letter there (RFC 9110, 5.5). As UTF-8, which is the default, some are none, and an event would be lost to a user agent.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = GracefulStop.Longest);

        var app = builder.Build();
        // Before the counters, which begin with 0: to alarms one that comes with its first count has not grown.
        app.Services.GetRequiredService<MeterProvider>();
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapOperation();
        if (settings.Accepts)
        {
            app.MapCollect(settings.Collect);
            app.MapConsents();
            app.MapSites();
            app.MapKeys();
            app.MapDestinations();
            app.MapTrace();
            app.MapReports();
            app.MapDocuments(settings.Collect);
            app.MapDemo(app.Services.GetRequiredService<DemoKey>());
        }

        return (app, settings);
    }

    private static void ConfigureConsole(this ILoggingBuilder logging) =>
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });

    private static void AddServices(IServiceCollection services, TrackingSettings settings)
    {
        services.AddSingleton(settings.Collect);
        services.AddSingleton(settings.RateLimits);
        services.AddSingleton<RateLimits>();
        services.AddSingleton<GracefulStop>();
        services.AddHostedService(provider => provider.GetRequiredService<GracefulStop>());
        services.AddHealthChecks().AddCheck<GracefulStop>("process");
        services.AddSingleton<ConcurrencyLimit>();
        services.AddSingleton<LargeBodies>();
        services.AddSingleton<KeyMetrics>();
        services.AddSingleton<DemoKey>();
        services.AddApplication(typeof(InfrastructureRegistration).Assembly);
        services.AddInfrastructure(settings.Infrastructure, settings.Accepts, settings.Works);
        services.AddReports();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = MissingReport.Describe);
        services.AddExceptionHandler<ExceptionHandler>();
        services.AddApiDocument();
        services.AddSingleton(provider => new MapperConfiguration(
            configuration =>
            {
                configuration.LicenseKey = settings.AutoMapperLicenseKey;
                configuration.AddProfile<SiteProfile>();
            },
            provider.GetRequiredService<ILoggerFactory>()).CreateMapper());
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = settings.Proxies.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in settings.Proxies)
                forwarded.KnownIPNetworks.Add(network);
        });
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Tracking", "MassTransit", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());
    }
}
