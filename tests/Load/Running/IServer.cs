using Tracking.Load.Traffic;

namespace Tracking.Load.Running;

/// <summary>What takes events, with all processes that have a part in it.</summary>
internal interface IServer
{
    /// <summary>For the progress.</summary>
    string Name { get; }

    /// <summary>Where events are sent.</summary>
    Target Target { get; }

    /// <summary>Its processes; what they started belongs to them.</summary>
    IReadOnlyList<int> Processes { get; }
}
