using System.Net;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Domain.Sites;

namespace Tracking.Application.Collect.Reading;

/// <summary>Who sent a request of events, and when it was received.</summary>
/// <param name="Site">The key's site.</param>
/// <param name="FromServer">Whether the key is secret.</param>
/// <param name="ReceivedAt">When the request was received, UTC.</param>
/// <param name="ClientAddress">Where it came from, behind trusted proxies.</param>
/// <param name="UserAgent">Its header.</param>
/// <param name="GlobalPrivacyControl"><c>Sec-GPC: 1</c>.</param>
/// <param name="DoNotTrack"><c>DNT: 1</c>.</param>
/// <param name="AcceptLanguage">Its header.</param>
/// <param name="Hints">Its client hints.</param>
public sealed record EventSource(
    Site Site,
    bool FromServer,
    DateTimeOffset ReceivedAt,
    IPAddress? ClientAddress,
    string? UserAgent,
    bool GlobalPrivacyControl,
    bool DoNotTrack,
    string? AcceptLanguage = null,
    ClientHints? Hints = null);
