namespace Tracking.Api.Composition;

/// <summary>Settings on the command line: <c>--Section:Name=value</c> or <c>--Section:Name value</c>, and the web server's own.</summary>
internal static class SettingArguments
{
    private static readonly string[] WithoutSection = ["urls", "environment", "contentRoot", "http_ports", "https_ports"];

    /// <summary>Passes on what can be a setting; the rest is a mistyped command or option, with which nothing may start.</summary>
    /// <param name="arguments">What no command has claimed.</param>
    /// <param name="commands">The commands that there are.</param>
    /// <exception cref="WrongSettingsException">Something is none.</exception>
    public static string[] Check(IReadOnlyList<string> arguments, IReadOnlyList<string> commands)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                var allowed = Misspelling.Meant(commands, argument) is { } meant ? $"did you mean {meant}? Allowed" : "allowed";
                throw new WrongSettingsException(
                    [$"'{argument}' is no command; {allowed}: {string.Join(", ", commands)}, and settings like --Data:Directory=FOLDER"]);
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument[2..] : argument[2..equals];
            if (!name.Contains(':', StringComparison.Ordinal) && !name.Contains("__", StringComparison.Ordinal)
                && !WithoutSection.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new WrongSettingsException([$"--{name} is no option here; allowed: --help, --{string.Join(", --", WithoutSection)}, and settings like --Data:Directory=FOLDER"]);
            if (equals < 0)
                i++;
        }

        return [.. arguments];
    }
}
