using FluentValidation;

namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>The rule of addresses in settings.</summary>
internal static class UrlRule
{
    private const int MaxLength = 2_048;

    /// <summary>An absolute URL of http or https, without a user in it.</summary>
    public static IRuleBuilderOptions<T, string?> MustBeUrl<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is { Length: <= MaxLength } && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http" && url.UserInfo.Length == 0)
        .WithMessage("is required: an address such as https://collect.example/events");
}
