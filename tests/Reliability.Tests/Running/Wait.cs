using System.Diagnostics;

namespace Tracking.Reliability.Tests.Running;

/// <summary>Waits for a condition, never for a time.</summary>
internal static class Wait
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <param name="what">What is waited for, as the failure says it.</param>
    /// <param name="seconds">How long at most.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="details">What the failure adds.</param>
    public static async Task UntilAsync(string what, double seconds, Func<Task<bool>> condition, Func<string>? details = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed.TotalSeconds > seconds)
                throw new TimeoutException($"Not within {seconds} s: {what}. {details?.Invoke()}");
            await Task.Delay(Between);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, double, Func{Task{bool}}, Func{string}?)"/>
    public static Task UntilAsync(string what, double seconds, Func<bool> condition, Func<string>? details = null) =>
        UntilAsync(what, seconds, () => Task.FromResult(condition()), details);
}
