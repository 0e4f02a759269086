using System.Globalization;

namespace Tracking.Load.Results;

/// <summary>How figures are written.</summary>
internal static class Shown
{
    private const string Nothing = "–";

    /// <summary>The figure in this format; a dash where nothing was there to be measured.</summary>
    public static string As(this double figure, string format) =>
        double.IsNaN(figure) ? Nothing : figure.ToString(format, CultureInfo.InvariantCulture);
}
