using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tracking.Application.Collect.Enrichment.Devices;
using YamlDotNet.Core;

namespace Tracking.Infrastructure.Enrichment.Devices;

/// <summary>
/// uap-core's rules as they lie beside the program. They are read once, in the background from the start on; without them everything works,
/// and devices stay unknown.
/// </summary>
internal sealed partial class UserAgentRuleFile : IUserAgentRules, IHostedService
{
    private readonly string path;
    private readonly ILogger<UserAgentRuleFile> logger;
    private readonly Lazy<UserAgentMatcher?> matcher;

    /// <param name="path">The file.</param>
    /// <param name="logger">Learns when it cannot be read.</param>
    public UserAgentRuleFile(string path, ILogger<UserAgentRuleFile> logger)
    {
        this.path = path;
        this.logger = logger;
        matcher = new Lazy<UserAgentMatcher?>(Read);
    }

    /// <summary>Where the build puts it.</summary>
    public static string UsualPath { get; } = Path.Combine(AppContext.BaseDirectory, "enrichment", "regexes.yaml");

    /// <inheritdoc/>
    public UserAgentMatcher? Matcher => matcher.Value;

    /// <inheritdoc/>
    public string? Problem => Matcher is null ? $"The rules for user agents {path} are missing or broken: install the program anew." : null;

    /// <summary>Whether reading it was tried in vain.</summary>
    public bool IsUnreadable => matcher is { IsValueCreated: true, Value: null };

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ThreadPool.UnsafeQueueUserWorkItem(static file => _ = file.Matcher, this, preferLocal: false);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private UserAgentMatcher? Read()
    {
        try
        {
            using var file = File.OpenText(path);
            var lists = UserAgentRuleYaml.Read(file);
            return new UserAgentMatcher(lists.Browsers, lists.Systems, lists.Devices);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlException or FormatException)
        {
            LogUnreadable(path, exception.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Devices stay unknown: {Path} cannot be read. {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
