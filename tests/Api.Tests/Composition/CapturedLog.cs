using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tracking.Api.Tests.Composition;

/// <summary>Keeps what is logged, with exceptions whole.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> lines = new();

    /// <summary>Everything.</summary>
    public string Text => string.Join('\n', lines.Select(line => line.Line));

    /// <summary>What was logged last, to be shown when a test fails.</summary>
    public string Ending => Text is { Length: > 4_000 } all ? all[^4_000..] : Text;

    /// <summary>What an operator would have to look at.</summary>
    public IEnumerable<string> Errors => lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Line);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // It outlives the service, to be read then.
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.lines.Enqueue((logLevel, $"{logLevel} {category} {formatter(state, exception)} {exception}"));
    }
}
