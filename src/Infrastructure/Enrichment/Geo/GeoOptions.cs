namespace Tracking.Infrastructure.Enrichment.Geo;

/// <summary>Settings <c>Geo__…</c>.</summary>
public sealed class GeoOptions
{
    /// <summary>
    /// A file in the MaxMind DB format, or a folder whose <c>*.mmdb</c> files are all asked; <c>null</c>: the bundled country file alone.
    /// It need not be there yet: it is looked for every few seconds.
    /// </summary>
    public string? DatabasePath { get; init; }
}
