using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Tracking.Domain.Sites;

namespace Tracking.Application.Sites;

/// <summary>Keys as callers hold them: <c>wk_…</c> and <c>sk_…</c>. The store knows only hashes.</summary>
public static class ApiKey
{
    /// <summary>Least characters after the prefix of a key that an operator gives.</summary>
    public const int MinLength = 16;

    /// <summary>Most characters after the prefix.</summary>
    public const int MaxLength = 128;

    private const int RandomCharacters = 32;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet + "-_");

    /// <summary>Makes a key: 32 random letters and digits (190 bits) after its prefix.</summary>
    public static string Create(KeyKind kind) => PrefixOf(kind) + RandomNumberGenerator.GetString(Alphabet, RandomCharacters);

    /// <summary>A public key that the installation can tell again, since it is the same function of a secret of its own.</summary>
    public static string CreateWriteKey(ReadOnlySpan<byte> secret, string site)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("bootstrap write key of " + site), hash);
        return PrefixOf(KeyKind.Write) + Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>SHA-256 of the whole key in lower-case hex. Keys are random and long, so a plain hash cannot be searched.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The kind that a key claims to be; <c>null</c> when it is no key.</summary>
    public static KeyKind? KindOf(string? key) =>
        key is null || key.Length > MaxLength + 3 ? null
        : key.StartsWith("wk_", StringComparison.Ordinal) ? KeyKind.Write
        : key.StartsWith("sk_", StringComparison.Ordinal) ? KeyKind.Secret
        : null;

    /// <summary>Whether an operator may give <paramref name="key"/> as a key of that kind.</summary>
    public static bool IsValid(string key, KeyKind kind) =>
        KindOf(key) == kind && key.Length - 3 is >= MinLength and <= MaxLength && !key.AsSpan(3).ContainsAnyExcept(Allowed);

    /// <summary>What a key of that kind begins with.</summary>
    public static string PrefixOf(KeyKind kind) => kind == KeyKind.Write ? "wk_" : "sk_";
}
