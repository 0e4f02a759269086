using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Installation;

[Collection(StoreTests.Name)]
public sealed class StoreHealthTests(TestStores stores)
{
    [Fact]
    public async Task Who_stores_is_degraded_until_the_database_is_brought_up_to_its_release_and_who_only_accepts_is_not()
    {
        var store = await stores.OfAsync(StoreKind.Sqlite);
        var (directory, keys) = (new SiteDirectory(store), new HashKeys(store, TimeProvider.System));
        var migration = new StoreMigration(store, NullLogger<StoreMigration>.Instance);
        await keys.LoadAsync(CancellationToken.None);
        await new SiteAdministration(store, directory, TimeProvider.System)
            .CreateAsync($"site-{Guid.CreateVersion7():N}", new SiteSettings(), [], CancellationToken.None);
        // Its time stands still, so that a busy machine is not taken for a database that is away.
        Task<HealthCheckResult> LookAsync(bool works) =>
            new StoreHealth(store, directory, keys, migration, new FakeTimeProvider(), works).CheckHealthAsync(new HealthCheckContext());

        var early = await LookAsync(works: true);
        early.Status.ShouldBe(HealthStatus.Degraded);
        early.Description.ShouldNotBeNull().ShouldContain("not brought up to this release");
        (await LookAsync(works: false)).Status.ShouldBe(HealthStatus.Healthy);

        await migration.RunAsync(CancellationToken.None);
        (await LookAsync(works: true)).Status.ShouldBe(HealthStatus.Healthy);
    }
}
