namespace Tracking.Application.Collect;

/// <summary>The secrets of this installation by which ids are hashed, the same in every process.</summary>
public interface IHashKeys
{
    /// <summary>The installation's own key, for what must be told again for years: message ids, order ids, subjects of consent.</summary>
    ReadOnlySpan<byte> Installation { get; }

    /// <summary>
    /// The random salt of one UTC day, made by whichever process needs it first. A day's salt is destroyed an hour after the day; one
    /// made to read a log of an earlier day, 30 days after an import last used it. While the store is away and has given none of the day of
    /// receipt: one of this process alone.
    /// </summary>
    ValueTask<byte[]> SaltAsync(CookielessDay day, CancellationToken cancellationToken);
}
