using FluentValidation;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Matomo;

/// <summary>Settings of a website in a Matomo.</summary>
/// <param name="Endpoint">The Matomo's address, without <c>/matomo.php</c>.</param>
/// <param name="SiteId">The website's number there, <c>idsite</c>.</param>
/// <param name="TokenAuth">A token of a user who may write to that website: without it Matomo refuses times that are past, and places.</param>
/// <param name="Currency">The website's currency there, <c>BRL</c>: Matomo adds up amounts whatever their currency is, so orders in others are left out. Absent: all are sent.</param>
internal sealed record MatomoSettings(string Endpoint, int SiteId, string TokenAuth, string? Currency = null);

internal sealed class MatomoSettingsValidator : AbstractValidator<MatomoSettings>
{
    private const int MaxTokenLength = 256;
    private const int CurrencyLength = 3;

    public MatomoSettingsValidator()
    {
        RuleFor(settings => settings.Endpoint).MustBeUrl()
            .WithMessage("is required: the Matomo's address such as https://matomo.example, to which /matomo.php is added");
        RuleFor(settings => settings.SiteId).GreaterThan(0).WithMessage("is required: the website's number in Matomo (idsite), 1 or more");
        RuleFor(settings => settings.TokenAuth).Must(token => token is { Length: > 0 and <= MaxTokenLength } && token.All(char.IsAsciiLetterOrDigit))
            .WithMessage($"is required: an auth token of a user with write access to the website, 1 to {MaxTokenLength} letters and digits");
        RuleFor(settings => settings.Currency).Must(currency => currency is null || (currency.Length == CurrencyLength && currency.All(char.IsAsciiLetterUpper)))
            .WithMessage("must be an ISO 4217 code such as BRL; leave it out to send orders in all currencies");
    }
}
