using Tracking.Application.Collect;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>The key of <see cref="TestEvents"/>.</summary>
internal sealed class TestKeys : IHashKeys
{
    private static readonly byte[] Key = [1];

    public ReadOnlySpan<byte> Installation => Key;

    public ValueTask<byte[]> SaltAsync(CookielessDay day, CancellationToken cancellationToken) => new(Key);
}
