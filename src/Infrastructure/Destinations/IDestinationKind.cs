using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Domain.Destinations;

namespace Tracking.Infrastructure.Destinations;

/// <summary>
/// A kind of destination: its settings and their rules, how an event is written there, how events are sent. One folder, and one line in
/// <see cref="DestinationsRegistration"/>.
/// </summary>
internal interface IDestinationKind
{
    /// <summary>As it is written in configurations: <c>ga4</c>.</summary>
    string Name { get; }

    /// <summary>What it requires where a destination says nothing else.</summary>
    ConsentPurposes Requires { get; }

    /// <summary>The settings that are never shown, and lie encrypted in the store.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>What is wrong with settings, secrets included.</summary>
    IReadOnlyList<FieldError> Check(JsonElement settings);

    /// <summary>A destination with its settings, which were checked.</summary>
    IDestination Open(int id, JsonElement settings);
}

/// <summary>A destination that can be sent to. Used by one line at a time, which may send several batches at once.</summary>
internal interface IDestination : IDisposable
{
    /// <summary>What a request may hold.</summary>
    BatchLimits Limits { get; }

    /// <summary>The oldest event that the platform takes, by its own time.</summary>
    TimeSpan? OldestEvent => null;

    /// <summary>Whether each visitor's events go in the order in which they were stored, one batch after the other; one that waits holds up those behind it.</summary>
    bool IsOrdered => false;

    /// <summary>The event as the platform takes it. Pure: the same event gives the same.</summary>
    Mapping Map(ForwardedEvent forwarded);

    /// <summary>Sends events that fit the limits.</summary>
    /// <exception cref="HttpRequestException">The platform cannot be reached; they are tried again.</exception>
    Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken);

    /// <summary>Sends one event in the way that the platform has for trying out; where it has none, as any other.</summary>
    /// <returns>What the platform says, and whether it would take it.</returns>
    Task<(bool IsTaken, IReadOnlyList<string> Says)> TestAsync(MappedEvent sample, CancellationToken cancellationToken);
}

/// <summary>What one request to a platform may hold.</summary>
/// <param name="Events">Most events.</param>
/// <param name="Bytes">Most bytes of the events, each with one more for what parts it from the next.</param>
internal sealed record BatchLimits(int Events, int Bytes);
