using FluentValidation;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Webhook;

/// <summary>Settings of a webhook.</summary>
/// <param name="Url">Where to, <c>https://…</c>.</param>
/// <param name="Secret">Signs what is sent: <c>whsec_</c> and 24 to 64 bytes in base64, as Standard Webhooks has it.</param>
/// <param name="BatchSize">Most events of a request, 1 to 1,000; default 100.</param>
/// <param name="Ordered">Whether each visitor's events come in the order in which they were stored, one request after the other.</param>
internal sealed record WebhookSettings(string Url, string Secret, int BatchSize = 100, bool Ordered = false);

internal sealed class WebhookSettingsValidator : AbstractValidator<WebhookSettings>
{
    public WebhookSettingsValidator()
    {
        RuleFor(settings => settings.Url).MustBeUrl();
        RuleFor(settings => settings.Secret).Must(secret => WebhookSignature.KeyOf(secret) is not null)
            .WithMessage("is required: whsec_ and 24 to 64 random bytes in base64; make one with: echo whsec_$(openssl rand -base64 32)");
        RuleFor(settings => settings.BatchSize).InclusiveBetween(1, 1_000).WithMessage("must be from 1 to 1000");
    }
}
