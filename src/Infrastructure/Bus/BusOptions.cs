namespace Tracking.Infrastructure.Bus;

/// <summary>Settings <c>Bus__…</c>.</summary>
public sealed class BusOptions
{
    /// <summary>How events travel to the workers. Default <see cref="BusTransport.InMemory"/>.</summary>
    public BusTransport Transport { get; init; } = BusTransport.InMemory;
}

/// <summary>The transports.</summary>
public enum BusTransport
{
    /// <summary>Within the process, out of the fsynced spool.</summary>
    InMemory,

    /// <summary>By a broker (<c>ConnectionStrings__RabbitMq</c>).</summary>
    RabbitMq,
}
