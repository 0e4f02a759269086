namespace Tracking.Infrastructure.Installation;

/// <summary>Settings <c>Bootstrap__…</c>: the first site and its keys.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The site that is made at first start. Default <c>shop</c>.</summary>
    public string Site { get; init; } = "shop";

    /// <summary>Its write key, <c>wk_</c> and 16–128 letters, digits, <c>-</c> or <c>_</c>; made where absent.</summary>
    public string? WriteKey { get; init; }

    /// <summary>Its secret key, <c>sk_</c> and 16–128 such characters; made where absent.</summary>
    public string? SecretKey { get; init; }
}
