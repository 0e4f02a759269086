namespace Tracking.Api.Composition;

/// <summary>Settings <c>Host__…</c>.</summary>
internal sealed class HostOptions
{
    /// <summary>What this process does, comma-separated: <c>api</c> accepts and answers, <c>worker</c> stores. Default both.</summary>
    public string Roles { get; init; } = "api,worker";
}

/// <summary>Settings <c>Proxies__…</c>.</summary>
internal sealed class ProxiesOptions
{
    /// <summary>
    /// Addresses or networks of the proxies in front, comma-separated (<c>10.0.0.0/8,::1</c>); <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed from these alone. Default none.
    /// </summary>
    public string Known { get; init; } = string.Empty;
}

/// <summary>Settings <c>AutoMapper__…</c>.</summary>
internal sealed class AutoMapperOptions
{
    /// <summary>The licence key that AutoMapper's licence asks of larger companies; none by default.</summary>
    public string? LicenseKey { get; init; }
}
