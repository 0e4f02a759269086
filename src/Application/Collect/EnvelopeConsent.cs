namespace Tracking.Application.Collect;

/// <summary>What a handler may take from a command's own fields, given the consent of its envelope.</summary>
internal static class EnvelopeConsent
{
    /// <summary>The URL without what must not be kept; <c>null</c> when there is none.</summary>
    public static string? Cleaned(this EventEnvelope envelope, string? url) =>
        UrlCleaner.Clean(url, envelope.Consent, envelope.Site.Settings);

    /// <summary><paramref name="value"/> with analytics consent, nothing without: for what may tell who it was.</summary>
    public static T? WithConsent<T>(this EventEnvelope envelope, T? value)
        where T : class => envelope.Consent.Anonymised ? null : value;
}
