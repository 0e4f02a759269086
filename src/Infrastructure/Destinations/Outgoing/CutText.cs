namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>Texts that are longer than a platform takes.</summary>
internal static class CutText
{
    /// <summary>At most so many characters of it, and no half of one.</summary>
    public static string To(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }
}
