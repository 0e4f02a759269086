using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;
using Tracking.Infrastructure.Destinations.Forwarding;
using Tracking.Infrastructure.Destinations.Secrets;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Opens stored destinations: finds their kind, decrypts their secrets.</summary>
internal sealed class DestinationOpening(IEnumerable<IDestinationKind> kinds, SecretBox secrets)
{
    /// <summary>How settings and rules lie in the store.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The kinds, by name.</summary>
    public IReadOnlyDictionary<string, IDestinationKind> Kinds { get; } = kinds.ToDictionary(kind => kind.Name);

    /// <summary>Whether secrets can be kept here.</summary>
    public bool CanKeepSecrets => secrets.HasSecret;

    /// <summary>What it is.</summary>
    public static Destination ToDestination(DestinationRow row) => new(
        row.Id, row.SiteId, row.Kind, row.Name, row.Requires, row.IsPaused, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs));

    /// <summary>What it gets.</summary>
    public static EventRules RulesOf(DestinationRow row) => JsonSerializer.Deserialize<EventRules>(row.Rules, Json)!;

    /// <summary>The secrets, by name; <c>null</c> when they cannot be read.</summary>
    public JsonObject? TrySecretsOf(DestinationRow row)
    {
        try
        {
            return secrets.Open(row.Secrets);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Secrets as they are stored.</summary>
    public string? Encrypt(JsonObject secretSettings) => secrets.Close(secretSettings);

    /// <summary>Opens it, or says in a word why it cannot be.</summary>
    public (OpenDestination? Opened, string? Trouble) TryOpen(DestinationRow row)
    {
        if (!Kinds.TryGetValue(row.Kind, out var kind))
            return (null, "unknown_kind");
        if (TrySecretsOf(row) is not { } kept)
            return (null, "secrets_unreadable");
        var settings = Together(JsonNode.Parse(row.Settings)!.AsObject(), kept);
        return kind.Check(settings).Count > 0
            ? (null, "wrong_settings")
            : (new OpenDestination(ToDestination(row), RulesOf(row), kind.Open(row.Id, settings)), null);
    }

    /// <summary>Settings with their secrets.</summary>
    public static JsonElement Together(JsonObject settings, JsonObject secretSettings)
    {
        var all = settings.DeepClone().AsObject();
        foreach (var (name, value) in secretSettings)
            all[name] = value?.DeepClone();
        return JsonSerializer.SerializeToElement(all);
    }
}
