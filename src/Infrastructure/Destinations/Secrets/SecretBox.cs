using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tracking.Infrastructure.Destinations.Secrets;

/// <summary>
/// Encrypts the secrets of destinations for the store, by the framework's data protection. That lives in a container of its own: in the
/// service's it would read the ring at each start, also where the store is away and no destination has a secret.
/// </summary>
internal sealed class SecretBox(KeyRing ring, RingSecret secret, ILoggerFactory logging) : IDisposable
{
    private readonly Lazy<ServiceProvider> protection = new(() =>
    {
        var services = new ServiceCollection().AddSingleton(logging).AddSingleton(secret);
        services.AddDataProtection().SetApplicationName("tracking");
        services.Configure<KeyManagementOptions>(keys => (keys.XmlRepository, keys.XmlEncryptor) = (ring, new KeyEncryption(secret)));
        return services.BuildServiceProvider();
    });

    /// <summary>Whether anything can be encrypted here.</summary>
    public bool HasSecret => secret.IsGiven;

    private IDataProtector Protector => protection.Value.GetRequiredService<IDataProtectionProvider>().CreateProtector("destinations");

    /// <summary>The secrets, encrypted; <c>null</c> for none.</summary>
    public string? Close(JsonObject secrets) => secrets.Count == 0 ? null : Protector.Protect(secrets.ToJsonString());

    /// <summary>The secrets of what is stored.</summary>
    /// <exception cref="CryptographicException">The ring's key is not there, or the setting that opens it is another.</exception>
    public JsonObject Open(string? stored) => stored is null ? [] : JsonNode.Parse(Protector.Unprotect(stored))!.AsObject();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (protection.IsValueCreated)
            protection.Value.Dispose();
    }
}
