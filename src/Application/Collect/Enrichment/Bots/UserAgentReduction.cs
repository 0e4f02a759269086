using System.Buffers;
using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Bots;

/// <summary>Takes from a user agent what tells its owner from others and no list of programs asks for.</summary>
public static class UserAgentReduction
{
    /// <summary>Some models and builds are numbers of four (<c>SM-A1050</c>); longer ones count devices, people or days.</summary>
    private const int LeastDigitsOfId = 5;

    /// <summary>A word of fewer may be a build (<c>15E148</c>).</summary>
    private const int LeastHexOfId = 8;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create(" \t\r\n,;()<>[]{}\"'=/:&?|");

    /// <summary>
    /// Writes 0 for all but the first number of every version, as Chromium's own reduction does (<c>Chrome/120.0.6099.71</c> becomes
    /// <c>Chrome/120.0.0.0</c>), and for what may be an id or an address: numbers of five digits or more, words of hexadecimal digits
    /// (UUIDs), <c>ana@mail.example</c>. It is cut at <see cref="ReducedUserAgent.MaxLength"/>.
    /// </summary>
    public static string Reduce(string userAgent)
    {
        var reduced = new Reduced(stackalloc char[ReducedUserAgent.MaxLength]);
        var rest = userAgent.AsSpan();
        while (!rest.IsEmpty && !reduced.IsFull)
        {
            var end = rest.IndexOfAny(Delimiters);
            var part = end < 0 ? rest : rest[..end];
            if (IsAddress(part))
                reduced.Add('0');
            else
                AddPart(part, ref reduced);
            if (end >= 0)
                reduced.Add(rest[end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return reduced.ToString();
    }

    private static bool IsAddress(ReadOnlySpan<char> part) => part.Length > 2 && part[1..^1].Contains('@');

    private static void AddPart(ReadOnlySpan<char> part, ref Reduced reduced)
    {
        var hexEnd = 0;
        for (var i = 0; i < part.Length;)
        {
            if (i >= hexEnd && IsWordStart(part, i))
            {
                hexEnd = i + HexLength(part[i..], out var isId);
                if (isId)
                {
                    reduced.Add('0');
                    i = hexEnd;
                    continue;
                }
            }

            if (!char.IsAsciiDigit(part[i]))
            {
                reduced.Add(part[i++]);
                continue;
            }

            var number = part[i..];
            if (number.IndexOfAnyExceptInRange('0', '9') is var length and >= 0)
                number = number[..length];
            if (number.Length >= LeastDigitsOfId || GoesOnWithVersion(part, i))
                reduced.Add('0');
            else
                reduced.Add(number);
            i += number.Length;
        }
    }

    private static bool IsWordStart(ReadOnlySpan<char> part, int at) => at == 0 || !char.IsAsciiLetterOrDigit(part[at - 1]);

    // A dot or an underscore between two numbers goes on with the version that they are.
    private static bool GoesOnWithVersion(ReadOnlySpan<char> part, int at) =>
        at > 1 && part[at - 1] is '.' or '_' && char.IsAsciiDigit(part[at - 2]);

    /// <summary>How much of the text is words of hexadecimal digits, with a hyphen between each two.</summary>
    private static int HexLength(ReadOnlySpan<char> text, out bool isId)
    {
        var (length, digits, hasNumber) = (0, 0, false);
        while (length < text.Length)
        {
            var start = length == 0 ? 0 : length + 1;
            var end = start;
            while (end < text.Length && char.IsAsciiHexDigit(text[end]))
                end++;
            if (end == start || (end < text.Length && char.IsAsciiLetterOrDigit(text[end])))
                break;
            digits += end - start;
            hasNumber |= text[start..end].ContainsAnyInRange('0', '9');
            length = end;
            if (end < text.Length && text[end] != '-')
                break;
        }

        isId = digits >= LeastHexOfId && hasNumber;
        return length;
    }

    private ref struct Reduced(Span<char> target)
    {
        private readonly Span<char> target = target;
        private int length;

        public readonly bool IsFull => length == target.Length;

        public void Add(char character)
        {
            if (!IsFull)
                target[length++] = char.IsSurrogate(character) || char.IsControl(character) ? '?' : character;
        }

        public void Add(ReadOnlySpan<char> text)
        {
            foreach (var character in text)
                Add(character);
        }

        public override readonly string ToString() => target[..length].ToString();
    }
}
