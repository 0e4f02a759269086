using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect.Enrichment.Bots;
using Tracking.Domain.Collect;

namespace Tracking.Infrastructure.Enrichment.Bots;

/// <summary>
/// The list of crawlers and programs that lies beside the program (npm <c>crawler-user-agents</c>, MIT). A missing or broken one stops
/// nothing: only browsers that name themselves as driven are told then.
/// </summary>
internal sealed partial class CrawlerList : IBotPatternSource, IHealthCheck
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string path;
    private readonly ILogger<CrawlerList> logger;
    private readonly Lazy<IReadOnlyList<BotPattern>> list;

    /// <param name="path">The file.</param>
    /// <param name="logger">Learns when it cannot be read.</param>
    public CrawlerList(string path, ILogger<CrawlerList> logger)
    {
        this.path = path;
        this.logger = logger;
        list = new(ReadFile);
    }

    /// <summary>The list that comes with the program.</summary>
    public static string BundledPath { get; } = Path.Combine(AppContext.BaseDirectory, "enrichment", "crawler-user-agents.json");

    /// <inheritdoc/>
    public string? Problem => list.Value.Count > 0 ? null : $"The list of crawlers {path} is missing, broken or empty: install the program anew.";

    /// <inheritdoc/>
    public IReadOnlyList<BotPattern> Read() => list.Value;

    /// <inheritdoc/>
    /// <remarks>Who asks before the first event has the list read.</remarks>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Problem is null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The list of crawlers cannot be read: few programs are told from people. Install the program anew, then run reclassify."));

    private List<BotPattern> ReadFile()
    {
        try
        {
            using var file = File.OpenRead(path);
            List<BotPattern> patterns =
            [
                .. (JsonSerializer.Deserialize<List<Entry?>>(file, Json) ?? [])
                    .Where(entry => entry?.Pattern is { Length: > 0 }).Select(entry => new BotPattern(entry!.Pattern!, SignalOf(entry.Tags ?? []))),
            ];
            return patterns.Count > 0 ? patterns : throw new InvalidDataException("It is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            LogUnreadable(path, exception.Message);
            return [];
        }
    }

    private static BotSignals SignalOf(IReadOnlyCollection<string> tags) =>
        tags.Contains("http-library") ? BotSignals.Library
        : tags.Contains("browser-automation") ? BotSignals.Headless
        : BotSignals.Crawler;

    [LoggerMessage(LogLevel.Error, "The list of crawlers {Path} cannot be read; few programs are told from people. {Reason}")]
    private partial void LogUnreadable(string path, string reason);

    private sealed record Entry(string? Pattern, IReadOnlyList<string>? Tags);
}
