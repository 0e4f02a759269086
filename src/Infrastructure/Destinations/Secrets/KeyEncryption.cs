using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Tracking.Infrastructure.Destinations.Secrets;

/// <summary>Encrypts the ring's keys with one that is derived from the operator's setting: who has the database alone has no secret.</summary>
internal sealed class KeyEncryption(RingSecret secret) : IXmlEncryptor
{
    internal const int NonceBytes = 12;
    internal const int TagBytes = 16;

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, cipher) = Parts(sealedBytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(secret.Key, TagBytes);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(KeyDecryption));
    }

    /// <summary>Nonce, tag and cipher text within what is stored.</summary>
    internal static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(byte[] sealedBytes) => (
        sealedBytes.AsMemory(0, NonceBytes), sealedBytes.AsMemory(NonceBytes, TagBytes), sealedBytes.AsMemory(NonceBytes + TagBytes));
}

/// <summary>The other way. Made by the framework, by its name in the ring.</summary>
internal sealed class KeyDecryption(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    /// <exception cref="CryptographicException">The setting is another than the ring's.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        var (nonce, tag, cipher) = KeyEncryption.Parts(Convert.FromBase64String(encryptedElement.Value));
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(services.GetRequiredService<RingSecret>().Key, KeyEncryption.TagBytes);
        aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
