namespace Tracking.Reliability.Tests.Running;

/// <summary>How long the tests go on: the short form by default, the full one with <c>TRACKING_RELIABILITY=full</c>.</summary>
internal static class Form
{
    /// <summary>Whether the full form was asked for.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("TRACKING_RELIABILITY") == "full";

    /// <summary>A number of repetitions.</summary>
    public static int Times(int shortForm, int fullForm) => IsFull ? fullForm : shortForm;
}
