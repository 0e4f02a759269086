using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;
using Tracking.Application.Collect.Enrichment.Devices;
using Tracking.Application.Collect.Reading;
using Tracking.Domain.Sites;

namespace Tracking.Application.Tests.Collect.Reading;

/// <summary>What is known of the visitor's side.</summary>
public class VisitorClientReadingTests
{
    private static readonly ClientHints Headers = new()
    {
        Brands = [new ClientBrand("Google Chrome", "124.0.6367.61")],
        Mobile = false,
        Platform = "Windows",
        PlatformVersion = "15.0.0",
    };

    [Fact]
    public void A_user_agent_without_end_is_cut_but_for_telling_cookieless_visitors_apart()
    {
        var whole = new string('u', 30_000);

        var envelope = Read(Of("{}") with { UserAgent = whole });

        envelope.Client.UserAgent.ShouldBe(whole[..VisitorClient.MaxUserAgentLength]);
        envelope.CookielessTraits.UserAgent.ShouldBe(whole);
    }

    [Fact]
    public void Where_the_page_says_nothing_of_a_client_hint_the_header_does()
    {
        var hints = Read(Of("""{ "userAgentData": { "mobile": true, "model": "Pixel 8" } }""") with { Hints = Headers }).Client.Hints;

        hints.ShouldBe(Headers with { Mobile = true, Model = "Pixel 8" });
    }

    [Fact]
    public void A_servers_own_hints_are_not_the_visitors() =>
        Read(Of("""{ "userAgentData": { "mobile": true } }""") with { Hints = Headers, FromServer = true }).Client.Hints
            .ShouldBe(new ClientHints { Mobile = true });

    private static Sent Of(string context) => new(context, "curl/8.5.0", null, FromServer: false);

    private static EventEnvelope Read(Sent sent)
    {
        var source = new EventSource(
            new Site(7, "shop", new SiteSettings()), sent.FromServer, CollectPipeline.ReceivedAt, null, sent.UserAgent, GlobalPrivacyControl: false,
            DoNotTrack: false, Hints: sent.Hints);
        using var json = JsonDocument.Parse(
            $$"""{ "type": "page_view", "properties": { "url": "https://shop.example/" }, "context": {{sent.Context}} }""");
        return new EventReader(source, sentAt: null, SharedContext.None).Read(json.RootElement, 0).Command.ShouldNotBeNull().Envelope;
    }

    private sealed record Sent(string Context, string UserAgent, ClientHints? Hints, bool FromServer);
}
