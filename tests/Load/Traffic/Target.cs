namespace Tracking.Load.Traffic;

/// <summary>A site to which events are sent.</summary>
/// <param name="Url">The server's root.</param>
/// <param name="WriteKey">The site's.</param>
/// <param name="SecretKey">The site's, by which its reports are asked for.</param>
internal sealed record Target(Uri Url, string WriteKey, string SecretKey)
{
    /// <summary>What became of what was sent to it.</summary>
    public Tally Tally { get; } = new();
}
