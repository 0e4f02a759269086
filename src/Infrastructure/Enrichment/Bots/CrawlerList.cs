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
internal sealed partial class CrawlerList(string path, ILogger<CrawlerList> logger) : IBotPatternSource, IHealthCheck
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private volatile string? failure;

    /// <summary>The list that comes with the program.</summary>
    public static string BundledPath { get; } = Path.Combine(AppContext.BaseDirectory, "enrichment", "crawler-user-agents.json");

    /// <inheritdoc/>
    public IReadOnlyList<BotPattern> Read()
    {
        try
        {
            using var file = File.OpenRead(path);
            var entries = JsonSerializer.Deserialize<List<Entry>>(file, Json) ?? throw new InvalidDataException("It is empty.");
            return [.. entries.Where(entry => entry.Pattern is { Length: > 0 }).Select(entry => new BotPattern(entry.Pattern!, SignalOf(entry.Tags ?? [])))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            failure = exception.Message;
            LogUnreadable(logger, path, exception);
            return [];
        }
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(failure is null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The list of crawlers cannot be read: few programs are told from people. Install the program anew, then run reclassify."));

    private static BotSignals SignalOf(IReadOnlyCollection<string> tags) =>
        tags.Contains("http-library") ? BotSignals.Library
        : tags.Contains("browser-automation") ? BotSignals.Headless
        : BotSignals.Crawler;

    [LoggerMessage(LogLevel.Error, "The list of crawlers {Path} cannot be read; few programs are told from people.")]
    private static partial void LogUnreadable(ILogger logger, string path, Exception exception);

    private sealed record Entry(string? Pattern, IReadOnlyList<string>? Tags);
}
