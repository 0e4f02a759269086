using System.ComponentModel.DataAnnotations;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Settings <c>Destinations__…</c>.</summary>
public sealed class DestinationsOptions
{
    /// <summary>
    /// Opens the keys with which secrets of destinations are encrypted; the same in every process. Without it a process with the in-memory
    /// transport makes one in its data folder.
    /// </summary>
    [MinLength(16)]
    public string? Secret { get; init; }

    /// <summary>
    /// Networks (<c>10.1.0.0/16</c>, or an address), separated by commas, to which may be sent although they are private. All else that is
    /// not on the public internet is refused.
    /// </summary>
    public string AllowedNetworks { get; init; } = string.Empty;

    /// <summary>
    /// The folder below which destinations of the kind <c>files</c> write, each in one of its own. It must exist. Without it there are none.
    /// </summary>
    [MinLength(1)]
    public string? FilesRoot { get; init; }
}
