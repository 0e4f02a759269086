using System.Text;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Administration;

/// <summary>A site that is deleted, and a start on data that is there.</summary>
public sealed class SiteErasureTests : IAsyncLifetime
{
    private const string Webhook =
        """{ "kind": "webhook", "settings": { "url": "https://hook.invalid/", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } }""";

    private RunningService service = null!;

    public async Task InitializeAsync() => service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task Everything_of_a_deleted_site_is_erased_and_nothing_of_another()
    {
        var (kept, deleted) = (await service.CreateSiteAsync(), await service.CreateSiteAsync());
        foreach (var site in (TestSite[])[kept, deleted])
        {
            await site.CollectAsync(Sample.Batch(Sample.Types.Select(type => Sample.Whole(type).With("anonymousId", "visitor-of-" + site.Name))));
            await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "analytics": true } }""");
            (await service.SendAsync(HttpMethod.Post, "/v1/destinations", Webhook, site.SecretKey)).Status.ShouldBe(201);
            foreach (var userAgent in (string[])["Everyones/1", site == kept ? "OnlyKept/1" : "OnlyDeleted/1"])
                await site.CollectAsync(Sample.Whole("page_view").With("messageId", userAgent).With("context.userAgent", userAgent), site.SecretKey);
            (await site.StoredAsync()).Count.ShouldBe(Sample.Types.Length + 2);
        }

        (await IsOnDiskAsync("OnlyDeleted/1")).ShouldBeTrue();
        var number = await service.Store.NumberAsync("SELECT Id FROM Sites WHERE Name = $name", ("$name", deleted.Name));
        (await service.SendAsync(HttpMethod.Delete, $"/v1/sites/{deleted.Name}?confirm={deleted.Name}", null, deleted.SecretKey)).Status.ShouldBe(202);

        // The work is taken up every minute, and when the service starts.
        await service.StopAsync();
        await service.StartAsync();
        await RunningService.UntilAsync(async () => await RowsAsync("Sites", "Id", number) == 0, "the site is erased");
        foreach (var table in (string[])["Events", "Sessions", "Orders", "MessageKeys", "IntakeCounts", "RejectedSamples", "Consents", "SiteKeys", "Destinations"])
            (await RowsAsync(table, "SiteId", number)).ShouldBe(0, table);
        (await service.Store.NumberAsync("SELECT count(*) FROM Deliveries WHERE DestinationId NOT IN (SELECT Id FROM Destinations)")).ShouldBe(0);
        (await service.Store.NumberAsync("SELECT count(*) FROM OutboxLines WHERE Name LIKE 'destination-%'")).ShouldBe(1);
        (await service.Store.NumberAsync("SELECT count(*) FROM UserAgents")).ShouldBe(await service.Store.NumberAsync(
            "SELECT count(*) FROM UserAgents WHERE \"Key\" IN (SELECT UserAgentKey FROM Events)"));
        foreach (var text in (string[])["visitor-of-" + deleted.Name, "OnlyDeleted/1"])
            await RunningService.UntilAsync(async () => !await IsOnDiskAsync(text), $"{text} is in no file");
        foreach (var text in (string[])["visitor-of-" + kept.Name, "OnlyKept/1", "Everyones/1"])
            (await IsOnDiskAsync(text)).ShouldBeTrue(text);
        (await kept.StoredAsync()).Count.ShouldBe(Sample.Types.Length + 2);
        (await kept.CollectAsync(Sample.PageView())).Status.ShouldBe(202);
        (await deleted.CollectAsync(Sample.PageView())).ShouldBeProblem(401);
    }

    [Fact]
    public async Task Sites_keys_settings_decisions_and_known_messages_outlive_a_restart()
    {
        var site = await service.CreateSiteAsync("""{ "withoutConsent": "drop" }""");
        await site.RecordAsync("""{ "anonymousId": "a", "decisions": { "analytics": true } }""");
        var view = Sample.PageView("m").With("anonymousId", "a");
        await site.StoreAsync(view);

        await service.StopAsync();
        await service.StartAsync();
        (await site.CollectAsync(view)).Number("accepted").ShouldBe(1);
        (await site.CollectAsync(Sample.PageView())).Number("dropped").ShouldBe(1);
        (await site.StoredAsync()).Count.ShouldBe(1);
    }

    private Task<long> RowsAsync(string table, string column, long site) =>
        service.Store.NumberAsync($"SELECT count(*) FROM {table} WHERE {column} = $site", ("$site", site));

    private async Task<bool> IsOnDiskAsync(string text)
    {
        foreach (var file in Directory.EnumerateFiles(service.Folder, "tracking.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                return true;
        }

        return false;
    }
}
