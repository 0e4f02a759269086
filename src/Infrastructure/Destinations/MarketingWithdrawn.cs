using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Application.Collect;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Takes from a stored event what is kept with marketing consent only, where that was withdrawn since: click ids, wherever they stand, and other platforms' client ids.</summary>
internal static class MarketingWithdrawn
{
    private static readonly ConsentState Now = new(Analytics: true, Marketing: false, Personalization: false, Anonymised: false);

    /// <summary>What is left.</summary>
    public static StoredData Of(StoredData data, SiteSettings settings)
    {
        var (context, page) = (data.Context, data.Context.Page);
        return data with
        {
            PageUrl = UrlCleaner.Clean(data.PageUrl, Now, settings),
            Properties = data.Properties is JsonElement { ValueKind: JsonValueKind.Object } properties ? Cleaned(properties, settings) : data.Properties,
            Context = context with
            {
                Page = page is null ? null : page with { Url = UrlCleaner.Clean(page.Url, Now, settings), Referrer = UrlCleaner.Clean(page.Referrer, Now, settings) },
                ClickIds = null,
                ClientIds = null,
            },
        };
    }

    private static JsonElement Cleaned(JsonElement properties, SiteSettings settings)
    {
        var node = JsonSerializer.SerializeToNode(properties)!;
        Clean(node, settings);
        return JsonSerializer.SerializeToElement(node);
    }

    private static void Clean(JsonNode? node, SiteSettings settings)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var value in members.Select(member => member.Value).ToList())
                    Clean(value, settings);
                break;
            case JsonArray items:
                foreach (var value in items.ToList())
                    Clean(value, settings);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                // The target of a link may be relative.
                var kept = value.Parent is JsonObject && value.GetPropertyName() == "href" ? UrlCleaner.CleanTarget(text, Now, settings) : UrlCleaner.Clean(text, Now, settings);
                if (kept is not null && kept != text)
                    value.ReplaceWith(kept);
                break;
        }
    }
}
