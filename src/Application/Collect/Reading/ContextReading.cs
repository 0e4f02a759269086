using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Domain.Collect;
using Tracking.Domain.Consent;

namespace Tracking.Application.Collect.Reading;

/// <summary>What a <c>context</c> says: the surroundings, consent, and, from a server, whom it speaks for.</summary>
/// <param name="Surroundings">Page, campaign, ids, locale, zone, screen.</param>
/// <param name="Choices">Consent.</param>
/// <param name="GlobalPrivacyControl"><c>gpc</c>.</param>
/// <param name="Address">The visitor's address; a server's word only.</param>
/// <param name="UserAgent">The visitor's user agent; a server's word only.</param>
/// <param name="Hints"><c>userAgentData</c>: what the browser's own interface says of it.</param>
public sealed record ReadContext(
    EventContext Surroundings, ConsentChoices Choices, bool? GlobalPrivacyControl, IPAddress? Address, string? UserAgent, ClientHints? Hints)
{
    /// <summary>Nothing is said.</summary>
    public static ReadContext Empty { get; } = new(EventContext.Empty, ConsentChoices.Unknown, null, null, null, null);

    /// <summary>This context, and where it is silent the batch's.</summary>
    public ReadContext Over(ReadContext general) => ReferenceEquals(general, Empty) ? this : ReferenceEquals(this, Empty) ? general : new(
        new EventContext
        {
            Page = Surroundings.Page ?? general.Surroundings.Page,
            Campaign = Surroundings.Campaign ?? general.Surroundings.Campaign,
            ClickIds = Surroundings.ClickIds ?? general.Surroundings.ClickIds,
            ClientIds = Surroundings.ClientIds ?? general.Surroundings.ClientIds,
            Locale = Surroundings.Locale ?? general.Surroundings.Locale,
            Timezone = Surroundings.Timezone ?? general.Surroundings.Timezone,
            Screen = Surroundings.Screen ?? general.Surroundings.Screen,
        },
        Choices.Over(general.Choices),
        GlobalPrivacyControl ?? general.GlobalPrivacyControl,
        Address ?? general.Address,
        UserAgent ?? general.UserAgent,
        Hints ?? general.Hints);
}

/// <summary>The context of a batch, which is stored with each of its events.</summary>
/// <param name="Context">What it says.</param>
/// <param name="Bytes">Its size as sent, in bytes of JSON.</param>
public readonly record struct SharedContext(ReadContext Context, int Bytes)
{
    /// <summary>There is none.</summary>
    public static SharedContext None { get; } = new(ReadContext.Empty, 0);
}

/// <summary>Reads a <c>context</c>.</summary>
public static class ContextReading
{
    private const int MostIds = 32;
    private const int LargestScreen = 100_000;

    /// <summary>Reads it; what it says of address and user agent is heard from servers alone.</summary>
    public static ReadContext Context(this JsonFields owner, bool fromServer)
    {
        var context = owner.Object("context");
        if (!context.IsPresent)
            return ReadContext.Empty;
        return new ReadContext(
            new EventContext
            {
                Page = Page(context.Object("page")),
                Campaign = Campaign(context.Object("campaign")),
                ClickIds = context.Texts("clickIds", MostIds),
                ClientIds = context.Texts("clientIds", MostIds),
                Locale = context.Text("locale"),
                Timezone = context.Text("timezone"),
                Screen = Screen(context.Object("screen")),
            },
            context.Object("consent").Choices(),
            context.Flag("gpc"),
            fromServer ? Address(context) : null,
            fromServer ? context.Text("userAgent") : null,
            Hints(context.Object("userAgentData")));
    }

    /// <summary>In the shape of <c>NavigatorUAData</c> with its high-entropy values, which Segment's library sends as it is.</summary>
    private static ClientHints? Hints(JsonFields data)
    {
        if (!data.IsPresent)
            return null;
        var brands = Brands(data, "brands");
        return new ClientHints
        {
            Brands = Brands(data, "fullVersionList") ?? WithFullVersion(brands, data.Text("uaFullVersion", ClientHints.MaxTextLength)),
            Mobile = data.Flag("mobile"),
            Platform = data.Text("platform", ClientHints.MaxTextLength),
            PlatformVersion = data.Text("platformVersion", ClientHints.MaxTextLength),
            Model = data.Text("model", ClientHints.MaxTextLength),
        };
    }

    private static ClientBrand[]? Brands(JsonFields data, string name)
    {
        var brands = data.Objects(name, ClientHints.MaxBrands)
            .Select(brand => (Name: brand.Text("brand", ClientHints.MaxTextLength), Version: brand.Text("version", ClientHints.MaxTextLength)))
            .Where(brand => brand.Name is not null)
            .Select(brand => new ClientBrand(brand.Name!, brand.Version ?? string.Empty))
            .ToArray();
        return brands.Length == 0 ? null : brands;
    }

    /// <summary>The older way to tell the full version says it of the brand whose first number it has.</summary>
    private static ClientBrand[]? WithFullVersion(ClientBrand[]? brands, string? fullVersion) => brands is null || fullVersion is null
        ? brands
        : [.. brands.Select(brand =>
            fullVersion.StartsWith($"{brand.Version}.", StringComparison.Ordinal) ? brand with { Version = fullVersion } : brand)];

    /// <summary>Reads a batch's.</summary>
    public static SharedContext SharedContext(this JsonFields batch, bool fromServer) => new(
        batch.Context(fromServer), batch.TryGet("context", out var json) ? JsonMarshal.GetRawUtf8Value(json).Length : 0);

    private static PageContext? Page(JsonFields page) => page.IsPresent
        ? new PageContext(page.Text("url", PageUrl.MaxLength), page.Text("title"), page.Text("referrer", PageUrl.MaxLength))
        : null;

    private static Campaign? Campaign(JsonFields campaign) => campaign.IsPresent
        ? new Campaign(
            campaign.Text("source"), campaign.Text("medium"), campaign.Text("name"), campaign.Text("term"), campaign.Text("content"))
        : null;

    private static Screen? Screen(JsonFields screen)
    {
        if (!screen.IsPresent)
            return null;
        var (width, height) = (Length(screen, "width"), Length(screen, "height"));
        return width is { } w && height is { } h ? new Screen(w, h) : null;
    }

    private static int? Length(JsonFields screen, string name)
    {
        if (screen.Number(name) is not { } length)
            return null;
        if (length is >= 0 and <= LargestScreen)
            return (int)decimal.Round(length);
        screen.Fail(name, RejectionReason.InvalidValue, $"must be between 0 and {LargestScreen}");
        return null;
    }

    private static IPAddress? Address(JsonFields context)
    {
        if (context.Text("ip") is not { } text)
            return null;
        // Numbers of other forms (134744072, 010.8.8.8) are read as addresses too, and a port is passed over: more likely they are mistakes.
        var written = text.Trim();
        if (IPAddress.TryParse(written, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 ? !written.Contains('[') : address.ToString() == written))
            return address;
        context.Fail("ip", RejectionReason.InvalidValue, "must be one IPv4 address of four decimal numbers (203.0.113.7) or one IPv6 address "
            + "(2001:db8::1), without port; of a list, such as X-Forwarded-For may be, send the visitor's alone");
        return null;
    }
}
