namespace Tracking.Application.Operation;

/// <summary>What a check of health says of itself where it is registered.</summary>
public static class HealthTags
{
    /// <summary>A process goes on accepting without what it looks at: degraded, and ready all the same.</summary>
    public const string DoneWithout = "done-without";
}
