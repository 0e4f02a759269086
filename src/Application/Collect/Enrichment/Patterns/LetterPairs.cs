namespace Tracking.Application.Collect.Enrichment.Patterns;

/// <summary>
/// The pairs of letters that follow each other in a text, whatever their case. Most literals have one that the text lacks, which shows ten
/// times sooner than a search does.
/// </summary>
internal readonly struct LetterPairs
{
    private const int Count = 4_096;

    private readonly ulong[] held = new ulong[Count / 64];

    public LetterPairs(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            var pair = Pair(text, i);
            held[pair / 64] |= 1ul << (pair % 64);
        }
    }

    /// <summary>The first, the middle and the last pair of a literal; none of a single letter.</summary>
    public static int[] Some(string literal) =>
        literal.Length < 2 ? [] : [.. new[] { 1, literal.Length / 2, literal.Length - 1 }.Select(i => Pair(literal, Math.Max(1, i))).Distinct()];

    /// <summary>Whether all of these are in the text; or, rarely, others that are counted with them.</summary>
    public bool HoldAll(int[] pairs)
    {
        foreach (var pair in pairs)
        {
            if ((held[pair / 64] >> (pair % 64) & 1) == 0)
                return false;
        }

        return true;
    }

    private static int Pair(string text, int last) => ((text[last - 1] | 0x20) * 31 ^ (text[last] | 0x20)) % Count;
}
