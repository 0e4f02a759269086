using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Tracking.Infrastructure.Destinations.PostHog;

/// <summary>UUIDs made of names: the same name gives the same (RFC 9562, version 5).</summary>
internal static class NameUuid
{
    /// <summary>The UUID of a name in a space of names.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 says SHA-1; nothing is kept secret by it.")]
    public static Guid Of(Guid space, string name)
    {
        var hash = SHA1.HashData((byte[])[.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
