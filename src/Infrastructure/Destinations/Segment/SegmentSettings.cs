using FluentValidation;
using Tracking.Infrastructure.Destinations.Outgoing;

namespace Tracking.Infrastructure.Destinations.Segment;

/// <summary>Settings of a source in Segment, or in anything that takes events as Segment's HTTP Tracking API does.</summary>
/// <param name="WriteKey">The source's write key.</param>
/// <param name="Endpoint">Where to, without <c>/v1/batch</c>; for a workspace in the EU <c>https://events.eu1.segmentapis.com</c>.</param>
internal sealed record SegmentSettings(string WriteKey, string Endpoint = "https://api.segment.io");

internal sealed class SegmentSettingsValidator : AbstractValidator<SegmentSettings>
{
    private const int MaxKeyLength = 256;

    public SegmentSettingsValidator()
    {
        // A colon would end the user name of Basic authentication.
        RuleFor(settings => settings.WriteKey).Must(key => key is { Length: > 0 and <= MaxKeyLength } && key.All(letter => letter is > ' ' and <= '~' and not ':'))
            .WithMessage($"is required: the source's write key, 1 to {MaxKeyLength} letters and digits");
        RuleFor(settings => settings.Endpoint).MustBeUrl()
            .WithMessage("must be an address such as https://events.eu1.segmentapis.com, to which /v1/batch is added; leave it out for https://api.segment.io");
    }
}
