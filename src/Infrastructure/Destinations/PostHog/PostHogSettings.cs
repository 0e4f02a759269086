using FluentValidation;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.PostHog;

/// <summary>Settings of a project in PostHog.</summary>
/// <param name="ApiKey">The project's API key, <c>phc_…</c>; not a personal one.</param>
/// <param name="Endpoint">Where to, without <c>/batch/</c>; in the EU <c>https://eu.i.posthog.com</c>, or one's own.</param>
internal sealed record PostHogSettings(string ApiKey, string Endpoint = "https://us.i.posthog.com");

internal sealed class PostHogSettingsValidator : AbstractValidator<PostHogSettings>
{
    private const int MaxKeyLength = 256;

    public PostHogSettingsValidator()
    {
        // A personal key (phx_) can read and change all of the project: it has no place here.
        RuleFor(settings => settings.ApiKey)
            .Must(key => key is { Length: > 0 and <= MaxKeyLength } && key.All(letter => letter is > ' ' and <= '~') && !key.StartsWith("phx_", StringComparison.Ordinal))
            .WithMessage("is required: the project's API key, such as phc_… (Settings, Project); a personal one, phx_…, is not taken");
        RuleFor(settings => settings.Endpoint).MustBeUrl()
            .WithMessage("must be an address such as https://eu.i.posthog.com, to which /batch/ is added; leave it out for https://us.i.posthog.com");
    }
}
