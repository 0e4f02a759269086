using System.Collections.Frozen;
using NodaTime;

namespace Tracking.Api.Reports;

/// <summary>The zones that reports know: those of the IANA database by their own names.</summary>
internal static class ReportZones
{
    private static readonly FrozenSet<string> Ids = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The zone of that name; <c>null</c> when there is none.</summary>
    public static DateTimeZone? Find(string id) => Ids.Contains(id) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;
}
