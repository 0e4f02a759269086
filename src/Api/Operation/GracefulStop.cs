using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tracking.Api.Operation;

/// <summary>
/// The order in which a process that is told to stop goes: not ready from then on, while it still listens until whoever watches readiness has
/// seen it; then the requests that it has get some time; then their connections are cut, so that there is time left to write down what waits.
/// </summary>
internal sealed class GracefulStop(IHostApplicationLifetime lifetime, TimeProvider time) : IHostedLifecycleService, IHealthCheck, IDisposable
{
    /// <summary>So long may all take that ends in good order.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>After this time nothing is waited for: many an orchestrator kills after ten seconds.</summary>
    public static readonly TimeSpan LeftBehindAfter = TimeSpan.FromSeconds(9);

    private static readonly TimeSpan AskedLately = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ListensFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswersFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource cut = new();
    private long askedAt = long.MinValue;
    private volatile bool isTold;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref askedAt, time.GetTimestamp());
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            return Task.FromResult(HealthCheckResult.Healthy());
        isTold = true;
        return Task.FromResult(HealthCheckResult.Unhealthy("The process was told to stop."));
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref askedAt) is not long.MinValue and var asked && time.GetElapsedTime(asked) < AskedLately)
        {
            var began = time.GetTimestamp();
            while (!isTold && time.GetElapsedTime(began) < ListensFor)
                await Task.Delay(LookEvery, time, cancellationToken);
        }

        cut.CancelAfter(AnswersFor);
    }

    /// <summary>Makes a connection one that is cut when its time is over.</summary>
    public ConnectionDelegate Cuts(ConnectionDelegate next) => async connection =>
    {
        await using var registration = cut.Token.Register(connection.Abort);
        await next(connection);
    };

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => cut.Dispose();
}
