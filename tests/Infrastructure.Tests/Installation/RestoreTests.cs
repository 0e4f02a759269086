using Microsoft.Extensions.Logging.Abstractions;
using Tracking.Domain.Consent;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Consent;
using Tracking.Infrastructure.Hashing;
using Tracking.Infrastructure.Installation;
using Tracking.Infrastructure.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Installation;

/// <summary>What a process that starts while its store never answers takes from the snapshot.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private static readonly Site Shop = new(7, "shop", new SiteSettings());

    private readonly SharedStore shared = new();
    private readonly DataOptions data = new() { Directory = Directory.CreateTempSubdirectory("tracking-tests-").FullName };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Directory.Delete(data.Directory, recursive: true);
        await shared.RemoveAsync();
    }

    [Fact]
    public async Task All_that_accepting_asks_for_is_there_and_nothing_waits_for_the_store()
    {
        var store = shared.ProcessThatLosesIt();
        store.Hangs = true;
        var (directory, keys) = (new SiteDirectory(store), new HashKeys(store, TimeProvider.System));
        using var consents = new ConsentRecords(store, new BusOptions(), keys, TimeProvider.System, NullLogger<ConsentRecords>.Instance);
        var file = new SharedStateFile(data, NullLogger<SharedStateFile>.Instance);
        var bootstrap = new Infrastructure.Installation.Bootstrap(
            new StoreMigration(store, NullLogger<StoreMigration>.Instance), directory, new SiteAdministration(store, directory, TimeProvider.System),
            keys, consents, new SecretKeyFile(data), file, new BootstrapOptions());
        bootstrap.Restore().ShouldBeNull();
        file.TryWrite(new SharedState(
            DateTimeOffset.UnixEpoch, [1, 2, 3], [Shop], [new SiteKey(1, 7, KeyKind.Write, KeyScopes.Collect, "web", "hash", DateTimeOffset.UnixEpoch)]));

        bootstrap.Restore().ShouldBe(DateTimeOffset.UnixEpoch);
        directory.TryGetKey("hash", out _, out var site).ShouldBeTrue();
        site!.Name.ShouldBe("shop");
        keys.Installation.ToArray().ShouldBe([1, 2, 3]);
        var known = consents.NewestAsync(Shop, "ana", "u-1", CancellationToken.None);
        var salt = keys.SaltAsync(new(new DateOnly(2026, 5, 17), IsHistory: false), CancellationToken.None);
        (known.IsCompletedSuccessfully, salt.IsCompletedSuccessfully).ShouldBe((true, true));
        (await known).ShouldBe(RecordedConsent.None);
    }
}
