using System.ComponentModel.DataAnnotations;

namespace Tracking.Infrastructure.Spool;

/// <summary>Settings <c>Spool__…</c>.</summary>
public sealed class SpoolOptions
{
    /// <summary>Most bytes that may wait on disk to be stored; past that senders get 503. Default 1 GiB.</summary>
    [Range(1_048_576.0, 1_000_000_000_000_000.0)]
    public long MaxBytes { get; init; } = 1_073_741_824;
}
