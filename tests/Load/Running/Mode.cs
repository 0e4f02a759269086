namespace Tracking.Load.Running;

/// <summary>How the service is set up.</summary>
internal enum Mode
{
    /// <summary>One process: spool and Sqlite.</summary>
    Embedded,

    /// <summary>A broker, an api process and a worker process, on one Sqlite file.</summary>
    RabbitMq,
}
