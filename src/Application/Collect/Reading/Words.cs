using System.Collections.Concurrent;
using System.Text.Json;

namespace Tracking.Application.Collect.Reading;

/// <summary>How the contract writes an enum's values: <c>FormOutcome.Submitted</c> is <c>submitted</c>.</summary>
public static class Words
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary>The word of <paramref name="value"/>, in camelCase.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Known.GetOrAdd(value, static v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));
}
