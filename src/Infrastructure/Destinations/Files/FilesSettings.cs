using System.Text.RegularExpressions;
using FluentValidation;

namespace Tracking.Infrastructure.Destinations.Files;

/// <summary>Settings of a folder of files.</summary>
/// <param name="Folder">Its name below the root that the operator named; never a path.</param>
/// <param name="Format"><c>ndjson</c> or <c>parquet</c>.</param>
internal sealed record FilesSettings(string Folder, string Format = FilesSettings.Ndjson)
{
    /// <summary>An event as JSON on each line.</summary>
    public const string Ndjson = "ndjson";

    /// <summary>Apache Parquet: an event a row, with a column for each of its members.</summary>
    public const string Parquet = "parquet";
}

internal sealed partial class FilesSettingsValidator : AbstractValidator<FilesSettings>
{
    public FilesSettingsValidator(DestinationsOptions options)
    {
        RuleFor(settings => settings.Folder).Cascade(CascadeMode.Stop)
            .Must(_ => options.FilesRoot is not null)
            .WithMessage("cannot be written to: set Destinations__FilesRoot to a folder that is there, the same in every process, and start them anew")
            .Must(folder => folder is not null && PlainName().IsMatch(folder))
            .WithMessage("is required: a plain name such as warehouse, 1 to 64 of a-z, A-Z, 0-9, - and _; no path");
        RuleFor(settings => settings.Format).Must(format => format is FilesSettings.Ndjson or FilesSettings.Parquet).WithMessage("must be ndjson or parquet");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
