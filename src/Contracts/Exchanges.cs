namespace Tracking.Contracts;

/// <summary>The exchanges of the public bus: durable, of type topic (bus contract v1).</summary>
public static class Exchanges
{
    /// <summary>Stored events, by <c>&lt;site&gt;.&lt;type&gt;</c>; custom ones by <c>&lt;site&gt;.custom.&lt;name&gt;</c>.</summary>
    public const string Events = "tracking.events";

    /// <summary>What subscribers must do for privacy, by <c>&lt;site&gt;.consent_changed</c>.</summary>
    public const string Privacy = "tracking.privacy";
}
