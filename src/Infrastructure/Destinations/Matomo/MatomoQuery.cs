using System.Globalization;
using System.Text;

namespace Tracking.Infrastructure.Destinations.Matomo;

/// <summary>The parameters of one request of the Tracking API.</summary>
internal sealed class MatomoQuery
{
    private readonly StringBuilder text = new();

    /// <summary>Adds one; an absent value is none.</summary>
    public MatomoQuery Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <inheritdoc cref="Add(string, string?)"/>
    public MatomoQuery Add(string name, decimal? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
