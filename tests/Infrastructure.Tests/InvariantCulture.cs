using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tracking.Infrastructure.Tests;

internal static class InvariantCulture
{
    [ModuleInitializer]
    internal static void Keep()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
