namespace Tracking.Load.Results;

/// <summary>What a figure must reach, and past what it has failed.</summary>
internal sealed record Goal(double Reached, double Failed, string Format = "0.##")
{
    private bool AtLeast => Reached > Failed;

    /// <summary>The figure with its verdict.</summary>
    public string Judge(double figure)
    {
        var verdict = IsWithin(figure, Reached) ? "reached" : IsWithin(figure, Failed) ? "missed" : "**failed**";
        return $"{Text(figure)} ({(AtLeast ? '≥' : '≤')} {Text(Reached)}: {verdict})";
    }

    private bool IsWithin(double figure, double limit) => AtLeast ? figure >= limit : figure <= limit;

    private string Text(double figure) => figure.As(Format);
}
