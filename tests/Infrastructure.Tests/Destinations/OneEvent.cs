using System.Text.Json;
using Tracking.Infrastructure.Destinations;

namespace Tracking.Infrastructure.Tests.Destinations;

/// <summary>One event of a type with everything, and what a test changes of it.</summary>
internal static class OneEvent
{
    /// <summary>One of a type.</summary>
    public static ForwardedEvent Of(string type) => MixedEvents.OneOfEach(MixedEvents.Noon).Single(one => one.Event.Type == type);

    /// <summary>One to which rules gave a name, or a custom one of that name.</summary>
    public static ForwardedEvent Named(string type, string name)
    {
        var one = Of(type);
        return one with { Event = one.Event with { Name = name } };
    }

    /// <summary>One with other properties.</summary>
    public static ForwardedEvent With(string type, object properties)
    {
        var one = Of(type);
        return one with { Event = one.Event with { Properties = JsonSerializer.SerializeToElement(properties) } };
    }
}
