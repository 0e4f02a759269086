using System.Text.RegularExpressions;
using FluentValidation;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Meta;

/// <summary>Settings of a pixel (data set) of Meta.</summary>
/// <param name="PixelId">Its number.</param>
/// <param name="AccessToken">Made in Meta's Events Manager: Settings, Conversions API, Generate access token.</param>
/// <param name="ApiVersion">Version of the Graph API; Meta keeps each for two years.</param>
/// <param name="TestEventCode">From Events Manager, Test events; used for trying out alone.</param>
/// <param name="UserData">Which properties say who a person is, by Meta's word: <c>{"em": "properties.email"}</c>. They are hashed.</param>
/// <param name="Endpoint">The Graph API's scheme and host.</param>
internal sealed record MetaSettings(
    string PixelId,
    string AccessToken,
    string ApiVersion = "v25.0",
    string? TestEventCode = null,
    IReadOnlyDictionary<string, string>? UserData = null,
    string Endpoint = "https://graph.facebook.com");

internal sealed partial class MetaSettingsValidator : AbstractValidator<MetaSettings>
{
    private const int MaxTokenLength = 1_024;
    private const int MaxCodeLength = 64;

    public MetaSettingsValidator()
    {
        RuleFor(settings => settings.PixelId).Must(id => id is not null && PixelId().IsMatch(id))
            .WithMessage("is required: the number of a pixel (data set), such as 1234567890123456");
        RuleFor(settings => settings.AccessToken).Must(token => IsWord(token, MaxTokenLength))
            .WithMessage($"is required: an access token of the Conversions API, 1 to {MaxTokenLength} characters without spaces");
        RuleFor(settings => settings.ApiVersion).Must(version => version is not null && Version().IsMatch(version))
            .WithMessage("must be a version of the Graph API such as v25.0");
        RuleFor(settings => settings.TestEventCode).Must(code => code is null || IsWord(code, MaxCodeLength))
            .WithMessage($"must be a code from Events Manager, Test events, such as TEST12345: 1 to {MaxCodeLength} characters without spaces");
        RuleFor(settings => settings.UserData)
            .Must(paths => paths is null || paths.All(one => MetaUserData.Fields.Contains(one.Key) && one.Value is not null && Path().IsMatch(one.Value)))
            .WithMessage($"must hold paths such as \"em\": \"properties.email\"; allowed: {string.Join(", ", MetaUserData.Fields)}");
        RuleFor(settings => settings.Endpoint).MustBeUrl()
            .WithMessage("must be a scheme and a host such as https://graph.facebook.com; leave it out for that");
    }

    private static bool IsWord(string? text, int maxLength) => text is { Length: > 0 } && text.Length <= maxLength && !text.Any(char.IsWhiteSpace);

    [GeneratedRegex(@"\A[0-9]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PixelId();

    [GeneratedRegex(@"\Av[0-9]{1,3}\.[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"\Aproperties(\.[^.]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
