using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Installation;

namespace Tracking.Infrastructure.Tests.Installation;

/// <summary>The snapshot with which a process starts while the store is away.</summary>
public sealed class SharedStateFileTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    private static readonly SharedState State = new(
        Noon,
        [.. Enumerable.Range(1, 32).Select(number => (byte)number)],
        [
            new Site(7, "shop", new SiteSettings
            {
                Timezone = "America/Sao_Paulo",
                ConsentMode = ConsentMode.OptOut,
                WithoutConsent = WithoutConsent.Drop,
                Origins = ["https://shop.example"],
                RetentionDays = new Dictionary<string, int> { ["click"] = 30 },
            }),
        ],
        [new SiteKey(3, 7, KeyKind.Secret, KeyScopes.Collect | KeyScopes.Reports, "BI", "ab12", Noon)]);

    private readonly string folder = Directory.CreateTempSubdirectory("tracking-tests-").FullName;
    private readonly Told told = new();

    private string Snapshot => Path.Combine(folder, "snapshot");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_by_the_next_process()
    {
        NewProcess().TryWrite(State).ShouldBeTrue();

        Json(NewProcess().Read()).ShouldBe(Json(State));
        told.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Where_there_is_none_nothing_is_read_or_told()
    {
        NewProcess().Read().ShouldBeNull();
        told.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Its_owner_alone_can_read_it_and_nothing_else_is_left()
    {
        NewProcess().TryWrite(State);
        NewProcess().TryWrite(State with { Sites = [] });

        Directory.GetFiles(folder).ShouldBe([Snapshot]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Snapshot).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_deleted_site_and_a_revoked_key_leave_it_with_what_is_written_next()
    {
        NewProcess().TryWrite(State);
        NewProcess().TryWrite(State with { Sites = [], Keys = [] });

        File.ReadAllText(Snapshot).ShouldNotContain("shop");
        File.ReadAllText(Snapshot).ShouldNotContain("ab12");
    }

    [Fact]
    public void A_file_of_which_any_byte_was_changed_is_as_none_and_is_told()
    {
        NewProcess().TryWrite(State);
        var whole = File.ReadAllBytes(Snapshot);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x01;
            File.WriteAllBytes(Snapshot, damaged);

            NewProcess().Read().ShouldBeNull($"byte {at}");
        }

        told.Errors.Count.ShouldBe(whole.Length);
        told.Errors[0].ShouldContain(Snapshot);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_as_none()
    {
        NewProcess().TryWrite(State);
        var whole = File.ReadAllBytes(Snapshot);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Snapshot, whole[..length]);

            NewProcess().Read().ShouldBeNull($"cut after {length} bytes");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"readAt":"2026-05-17T12:00:00Z","hashKey":"AQ==","sites":[{"id":1,"name":"shop","settings":{"consentMode":"askTwice"}}],"keys":[]}""")]
    public void A_file_of_a_version_that_knows_other_words_is_as_none_and_is_told(string content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        File.WriteAllText(Snapshot, $"1 {hash}\n{content}");

        NewProcess().Read().ShouldBeNull();
        told.Errors.ShouldHaveSingleItem().ShouldContain(Snapshot);
    }

    [Fact]
    public void A_damaged_file_is_written_over()
    {
        File.WriteAllText(Snapshot, "nonsense");
        NewProcess().TryWrite(State).ShouldBeTrue();

        NewProcess().Read().ShouldNotBeNull();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_once_until_it_can_be()
    {
        var process = NewProcess();
        Directory.CreateDirectory(Snapshot);
        var written = (process.TryWrite(State), process.TryWrite(State));
        Directory.Delete(Snapshot);

        (written, process.TryWrite(State), told.Errors.Count).ShouldBe(((false, false), true, 1));
    }

    private SharedStateFile NewProcess() => new(new DataOptions { Directory = folder }, told);

    private static string Json(SharedState? state) =>
        Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(state));

    private sealed class Told : ILogger<SharedStateFile>
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
                Errors.Add(formatter(state, exception));
        }
    }
}
