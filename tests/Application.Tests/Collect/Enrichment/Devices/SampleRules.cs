using Tracking.Application.Collect.Enrichment.Devices;

namespace Tracking.Application.Tests.Collect.Enrichment.Devices;

/// <summary>A few rules in the form of uap-core's. How the real ones do is tested where they are read.</summary>
internal sealed class SampleRules : IUserAgentRules
{
    public static readonly UserAgentRule[] Browsers =
    [
        new(@"(Edg)(?:A|)/(\d+)\.(\d+)(?:\.(\d+)|)", false, "Edge", [null, null, null]),
        new(@"(Firefox)/(\d+)\.(\d+)", false, null, [null, null, null]),
        new(@"(Chrome)/(\d+)\.(\d+)\.(\d+).{0,20}Mobile", false, "Chrome Mobile", [null, null, null]),
        new(@"(Chromium|Chrome)/(\d+)\.(\d+)(?:\.(\d+)|)", false, null, [null, null, null]),
        new(@"\[FB.{0,300};(FBAV)/(\d+)", false, "Facebook", [null, null, null]),
    ];

    public static readonly UserAgentRule[] Systems =
    [
        new(@"(Android)[ \-/](\d+)(?:\.(\d+)|)", false, null, [null, null, null, null]),
        new(@"(Windows NT 10\.0)", false, "Windows", ["10", null, null, null]),
        new(@"((?:Mac[ +]?|; )OS[ +]X)[\s+/](\d+)[_.](\d+)(?:[_.](\d+)|)", false, "Mac OS X", [null, null, null, null]),
        new(@"(Ubuntu|CrOS)", false, null, [null, null, null, null]),
        new(@"(Linux)", false, null, [null, null, null, null]),
    ];

    public static readonly UserAgentRule[] Devices =
    [
        new("(bot|spider)", true, "Spider", []),
        new("(iPad|iPhone)", false, null, []),
    ];

    public string? Problem { get; init; }

    public UserAgentMatcher? Matcher { get; init; } = new(Browsers, Systems, Devices);
}
