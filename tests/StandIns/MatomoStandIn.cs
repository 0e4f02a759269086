using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Tracking.StandIns;

/// <summary>
/// Matomo's Tracking HTTP API, bulk: it tracks what is valid and counts what is not. It has no id of an event of its own, so that what was taken
/// is known by <see cref="Requests"/> in their order.
/// </summary>
/// <param name="siteId">The website's number.</param>
/// <param name="tokenAuth">The token of a user who may write to it.</param>
public sealed partial class MatomoStandIn(int siteId, string tokenAuth) : StandIn
{
    private static readonly string[] Known =
    [
        "cdt", "idsite", "rec", "apiv", "_id", "uid", "cip", "ua", "lang", "res", "country", "city", "url", "urlref", "action_name", "e_c", "e_a", "e_n", "e_v",
        "link", "download", "ping", "bots", "idgoal", "ec_id", "ec_items", "revenue", "ec_tx", "ec_sh", "ec_dt",
    ];

    private readonly Lock turn = new();
    private readonly List<string> requests = [];

    /// <summary>What was tracked, in its order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (turn)
                return [.. requests];
        }
    }

    /// <inheritdoc/>
    protected override async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method != "POST" || context.Request.Path != "/matomo.php")
        {
            Refuse($"{context.Request.Method} {context.Request.Path}");
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (await ReadJsonAsync(context) is not { } json || !json.TryGetProperty("requests", out var bulk))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var mayWrite = json.TryGetProperty("token_auth", out var token) && token.GetString() == tokenAuth;
        var (tracked, invalid, last) = (0, 0, 0L);
        foreach (var one in bulk.EnumerateArray().Select(request => request.GetString()!))
        {
            var query = QueryHelpers.ParseQuery(one);
            if (Wrong(query, mayWrite) is { } reason)
            {
                Refuse($"{reason}: {one}");
                invalid++;
                continue;
            }

            var seconds = long.Parse(query["cdt"].ToString(), CultureInfo.InvariantCulture);
            if (seconds < last)
                Refuse("not in chronological order: " + one);
            (last, tracked) = (seconds, tracked + 1);
            lock (turn)
                requests.Add(one);
        }

        await context.Response.WriteAsJsonAsync(new { status = "success", tracked, invalid }, context.RequestAborted);
    }

    private static bool IsNumber(StringValues value) => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsUrl(StringValues value) => Uri.TryCreate(value, UriKind.Absolute, out _);

    private static string? WrongItems(string items)
    {
        using var json = JsonDocument.Parse(items);
        return json.RootElement.EnumerateArray().All(item => item.GetArrayLength() == 5
            && item[0].ValueKind == JsonValueKind.String && item[1].ValueKind == JsonValueKind.String && item[2].ValueKind == JsonValueKind.String
            && item[3].ValueKind == JsonValueKind.Number && item[4].ValueKind == JsonValueKind.Number)
            ? null
            : "ec_items";
    }

    private string? Wrong(Dictionary<string, StringValues> query, bool mayWrite)
    {
        if (query.FirstOrDefault(one => !Known.Contains(one.Key) || one.Value.Count != 1).Key is { } unknown)
            return "parameter " + unknown;
        if (query["idsite"] != siteId.ToString(CultureInfo.InvariantCulture) || query["rec"] != "1" || query["apiv"] != "1")
            return "idsite, rec or apiv";
        if (!mayWrite)
            return "token_auth, which cdt, cip, country and city need";
        if (!VisitorId().IsMatch(query["_id"].ToString()))
            return "_id";
        if (query.TryGetValue("cip", out var address) && !System.Net.IPAddress.TryParse(address, out _))
            return "cip";
        if (query.TryGetValue("country", out var country) && country.ToString() is not { Length: 2 } and not "")
            return "country";
        if (query.TryGetValue("url", out var url) && !IsUrl(url))
            return "url";
        if (query.ContainsKey("e_c") != query.ContainsKey("e_a"))
            return "an event without category or action";
        if (query.TryGetValue("e_v", out var amount) && !IsNumber(amount))
            return "e_v";
        if ((query.TryGetValue("link", out var link) && link != url) || (query.TryGetValue("download", out var download) && download != url))
            return "a link that is not its url";
        if (!query.ContainsKey("idgoal"))
            return query.ContainsKey("ec_id") || query.ContainsKey("revenue") ? "an order without idgoal" : null;
        return query["idgoal"] == "0" && query.ContainsKey("ec_id") && IsNumber(query["revenue"]) ? WrongItems(query["ec_items"].ToString()) : "order";
    }

    [GeneratedRegex(@"\A[0-9a-f]{16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VisitorId();
}
