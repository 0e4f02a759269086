namespace Tracking.Application.Sites;

/// <summary>The first site and its keys, as they are after a start.</summary>
/// <param name="Site">The site.</param>
/// <param name="WriteKey">Its public key; <c>null</c> when it was revoked, or given once and not now.</param>
/// <param name="NewSecretKey">The secret key that was made just now, which is nowhere else but in the file; else <c>null</c>.</param>
/// <param name="SecretKeyFile">Path of the file that holds the first secret key; <c>null</c> when there is none.</param>
public sealed record FirstSite(string Site, string? WriteKey, string? NewSecretKey, string? SecretKeyFile);

/// <summary>Makes the first site and its keys, where they are not there yet.</summary>
public interface IBootstrap
{
    /// <summary>Migrates the store if <paramref name="migrate"/>, then makes site and keys, and loads what collecting needs.</summary>
    Task<FirstSite> RunAsync(bool migrate, CancellationToken cancellationToken);

    /// <summary>
    /// Takes from the data folder what an earlier process with role <c>api</c> last read of the store, so that events are accepted while
    /// that is away.
    /// </summary>
    /// <returns>When it was read; <c>null</c> where there is nothing of the kind.</returns>
    DateTimeOffset? Restore();
}
