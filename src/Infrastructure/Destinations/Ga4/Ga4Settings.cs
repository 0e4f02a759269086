using System.Text.RegularExpressions;
using FluentValidation;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Ga4;

/// <summary>Settings of a web data stream in Google Analytics 4.</summary>
/// <param name="MeasurementId">The stream's, <c>G-…</c>.</param>
/// <param name="ApiSecret">Made in Google Analytics: Admin, Data streams, the stream, Measurement Protocol API secrets.</param>
/// <param name="Endpoint">The collector's scheme and host; for collecting in the EU <c>https://region1.google-analytics.com</c>.</param>
internal sealed record Ga4Settings(string MeasurementId, string ApiSecret, string Endpoint = "https://www.google-analytics.com");

internal sealed partial class Ga4SettingsValidator : AbstractValidator<Ga4Settings>
{
    private const int MaxSecretLength = 256;

    public Ga4SettingsValidator()
    {
        RuleFor(settings => settings.MeasurementId).Must(id => id is not null && MeasurementId().IsMatch(id))
            .WithMessage("is required: the measurement id of a web data stream, such as G-ABC123DEF4");
        RuleFor(settings => settings.ApiSecret).Must(secret => secret is { Length: > 0 and <= MaxSecretLength } && !secret.Any(char.IsWhiteSpace))
            .WithMessage($"is required: a Measurement Protocol API secret of the stream, 1 to {MaxSecretLength} characters without spaces");
        RuleFor(settings => settings.Endpoint).MustBeUrl()
            .WithMessage("must be a scheme and a host such as https://region1.google-analytics.com; leave it out for https://www.google-analytics.com");
    }

    [GeneratedRegex(@"\AG-[A-Z0-9]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MeasurementId();
}
