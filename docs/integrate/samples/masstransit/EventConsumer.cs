using System.Text.Json;
using MassTransit;
using Tracking.Contracts;
using Tracking.Contracts.Events;

namespace MassTransitSample;

/// <summary>
/// Handles events of every type. Who binds one type's key alone takes its record instead:
/// <c>IConsumer&lt;CloudEvent&lt;TrackedEvent&lt;PageView&gt;&gt;&gt;</c>.
/// </summary>
/// <remarks>A message can come twice, with the same <c>Source</c> and <c>Id</c>: your own handling has to be safe to repeat.</remarks>
public sealed class EventConsumer : IConsumer<CloudEvent<TrackedEvent<JsonElement>>>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<CloudEvent<TrackedEvent<JsonElement>>> context)
    {
        Console.WriteLine($"{context.Message.Id} {context.RoutingKey()}");
        return Task.CompletedTask;
    }
}
