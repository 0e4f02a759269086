using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Tracking.Api.Composition;

/// <summary>
/// Reads the sections of the configuration into settings, strictly: a setting that does not exist, or a value that is not allowed, is
/// noted in a line that names it as an environment variable and says what is allowed.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> errors = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Reads a section.</summary>
    public T Read<T>(string section)
        where T : class, new() => (T)Read(typeof(T), configuration.GetSection(section));

    /// <summary>Notes the settings of a section that are none of <paramref name="names"/>.</summary>
    public void CheckNames(string section, params string[] names)
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
        {
            if (child.Value is not null && !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                FailUnknown(child.Path, section, names);
        }
    }

    /// <summary>
    /// Notes sections that are none of <paramref name="names"/> but almost: other programs' settings lie in the same environment, so only
    /// what looks misspelt can be told to be wrong.
    /// </summary>
    public void CheckSections(params string[] names)
    {
        foreach (var section in configuration.GetChildren().Where(child => child.Value is null))
        {
            if (Misspelling.Meant(names, section.Key) is { } meant && !meant.Equals(section.Key, StringComparison.OrdinalIgnoreCase))
                Fail($"{section.Key}__{section.GetChildren().First().Key}", $"is not a setting; {meant}__… is");
        }
    }

    /// <summary>Notes what is wrong with a setting.</summary>
    public void Fail(string setting, string problem) => errors.Add($"{setting} {problem}");

    /// <summary>The value of a setting that holds a secret, or of the file that <c>…File</c> names.</summary>
    public static void AddSecretFiles(ConfigurationManager configuration, params ReadOnlySpan<string> settings)
    {
        var found = new Dictionary<string, string?>();
        foreach (var setting in settings)
        {
            if (configuration[setting + "File"] is not { Length: > 0 } path)
                continue;
            if (!File.Exists(path))
                throw new WrongSettingsException([$"{EnvironmentName(setting)}File names a file that is not there or cannot be read: {path}"]);
            found[setting] = File.ReadAllText(path).Trim();
            found[setting + "File"] = null;
        }

        configuration.AddInMemoryCollection(found);
    }

    private static string EnvironmentName(string path) => path.Replace(":", "__", StringComparison.Ordinal);

    private void FailUnknown(string path, string section, IEnumerable<string> names) => Fail(
        EnvironmentName(path), "is not a setting; allowed here: " + string.Join(", ", names.Select(name => EnvironmentName($"{section}:{name}"))));

    private object Read(Type type, IConfigurationSection section)
    {
        var settings = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(property => property.CanWrite).ToArray();
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, one => string.Equals(one.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                // A secret's …File was read already and stands empty.
                if (child.Value is not null || child.GetChildren().Any())
                    FailUnknown(child.Path, section.Path, properties.Select(one => one.Name));

                continue;
            }

            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
                property.SetValue(settings, Read(property.PropertyType, child));
            else if (child.Value is { } text)
                Set(settings, property, EnvironmentName(child.Path), text);
        }

        return settings;
    }

    private void Set(object settings, PropertyInfo property, string name, string text)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
        {
            if (Enum.GetNames(type).FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase)) is { } known)
                property.SetValue(settings, Enum.Parse(type, known));
            else
                Fail(name, $"is '{text}'; allowed: {string.Join(", ", Enum.GetNames(type))}");
            return;
        }

        object? value = type == typeof(string) ? text
            : type == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
            : type == typeof(int) ? int.TryParse(text, out var small) ? small : null
            : type == typeof(long) ? long.TryParse(text, out var large) ? large : null
            : throw new NotSupportedException($"A setting of type {type} cannot be read.");
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (value is null || (range is not null && !range.IsValid(value)))
        {
            Fail(name, $"is '{text}'; allowed: " + (range is not null ? $"a whole number from {Convert.ToDecimal(range.Minimum)} to {Convert.ToDecimal(range.Maximum)}"
                : type == typeof(bool) ? "true, false" : "a whole number"));
            return;
        }

        property.SetValue(settings, value);
    }
}

/// <summary>The configuration is wrong: a line for each setting.</summary>
internal sealed class WrongSettingsException(IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
