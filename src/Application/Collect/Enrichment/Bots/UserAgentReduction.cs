using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>Takes from a user agent what tells its owner from others and no list of programs asks for.</summary>
public static class UserAgentReduction
{
    /// <summary>
    /// Writes 0 for all but the first number of every version, as Chromium's own reduction does (<c>Chrome/120.0.6099.71</c> becomes
    /// <c>Chrome/120.0.0.0</c>), and cuts it at <see cref="ReducedUserAgent.MaxLength"/>.
    /// </summary>
    public static string Reduce(string userAgent)
    {
        Span<char> reduced = stackalloc char[ReducedUserAgent.MaxLength];
        var (written, inVersion, isZero) = (0, false, false);
        for (var i = 0; i < userAgent.Length && written < reduced.Length; i++)
        {
            var character = userAgent[i];
            if (char.IsAsciiDigit(character))
            {
                if (!inVersion)
                    reduced[written++] = character;
                else if (!isZero)
                    reduced[written++] = '0';
                isZero = inVersion;
                continue;
            }

            isZero = false;
            // A dot or an underscore between two numbers goes on with the version that they are.
            inVersion = character is '.' or '_' && i > 0 && char.IsAsciiDigit(userAgent[i - 1])
                && i + 1 < userAgent.Length && char.IsAsciiDigit(userAgent[i + 1]);
            reduced[written++] = char.IsSurrogate(character) || char.IsControl(character) ? '?' : character;
        }

        return reduced[..written].ToString();
    }
}
