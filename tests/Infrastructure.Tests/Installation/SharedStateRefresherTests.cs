using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Installation;

public sealed class SharedStateRefresherTests : IAsyncLifetime
{
    private static readonly CookielessDay Today = new(new DateOnly(2026, 5, 17), IsHistory: false);

    private readonly SharedStore shared = new();
    private readonly FakeTimeProvider time = new(TestEvents.Noon);
    private readonly DataOptions data = new() { Directory = Directory.CreateTempSubdirectory("tracking-refresher-").FullName };

    public Task InitializeAsync() => shared.OnAsync(StoreKind.Sqlite);

    public async Task DisposeAsync()
    {
        Directory.Delete(data.Directory, recursive: true);
        await shared.RemoveAsync();
    }

    [Fact]
    public async Task A_salt_leaves_memory_an_hour_after_its_day_also_while_the_store_is_away()
    {
        var store = shared.ProcessThatLosesIt();
        var keys = new HashKeys(store, time);
        using var consents = new ConsentRecords(store, new BusOptions(), keys, time, NullLogger<ConsentRecords>.Instance);
        using var refresher = new SharedStateRefresher(
            new SiteDirectory(store), consents, keys, time, NullLogger<SharedStateRefresher>.Instance,
            new SharedStateFile(data, NullLogger<SharedStateFile>.Instance), writes: false);
        await refresher.StartAsync(CancellationToken.None);
        await UntilAsync(() => keys.IsLoaded);
        var salt = await keys.SaltAsync(Today, CancellationToken.None);
        store.IsAway = true;
        time.Advance(TimeSpan.FromHours(13.1));

        await UntilAsync(async () => !(await keys.SaltAsync(Today, CancellationToken.None)).AsSpan().SequenceEqual(salt));
        await refresher.StopAsync(CancellationToken.None);
    }

    private Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            tries.ShouldBeLessThan(500);
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }
}
