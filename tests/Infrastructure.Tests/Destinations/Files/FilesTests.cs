using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Files;

namespace Tracking.Infrastructure.Tests.Destinations.Files;

public sealed class FilesTests : IDisposable
{
    private const string Hour = "2026-05-17T12";

    private readonly string root = Directory.CreateTempSubdirectory("tracking-files-").FullName;
    private readonly FakeTimeProvider time = new(MixedEvents.Noon);

    private string Folder => Path.Combine(root, "warehouse");

    private string Part => Path.Combine(Folder, $".{Hour}.part");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Many_mixed_events_are_all_in_the_file_of_the_hour()
    {
        using var target = Open();
        var (ids, results) = await ManyEvents.SendAsync(target);
        target.Dispose();

        results.ShouldAllBe(result => result.Kind == SendResultKind.Confirmed);
        Directory.EnumerateFiles(Folder, "*.ndjson").Select(Path.GetFileName).ShouldBe([$"{Hour}.ndjson"]);
        Ids($"{Hour}.ndjson").ShouldBe(ids);
    }

    [Fact]
    public async Task A_line_is_the_event_in_the_contracts_shape()
    {
        using var target = Open();
        await WriteAsync(target, OneEvent.Of("click"));
        target.Dispose();
        (await File.ReadAllTextAsync(Path.Combine(Folder, $"{Hour}.ndjson"))).ShouldBe(Encoding.UTF8.GetString(Map(target, OneEvent.Of("click")).Json) + "\n");
    }

    [Fact]
    public async Task An_hours_file_is_hidden_until_the_hour_is_over_also_when_nothing_comes_after_it()
    {
        using var target = Open();
        await WriteAsync(target, OneEvent.Of("click"));
        time.Advance(TimeSpan.FromMinutes(59));
        Visible().ShouldBeEmpty();

        time.Advance(TimeSpan.FromMinutes(2));
        Visible().ShouldBe([$"{Hour}.ndjson"]);
    }

    [Fact]
    public async Task What_is_written_after_the_hour_goes_to_the_next_hours_file()
    {
        using var target = Open();
        await WriteAsync(target, OneEvent.Of("click"));
        time.SetUtcNow(MixedEvents.Noon.AddHours(1));
        await WriteAsync(target, OneEvent.Of("page_view"));

        Ids($"{Hour}.ndjson").ShouldBe(["m-2"]);
        File.Exists(Path.Combine(Folder, ".2026-05-17T13.part")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_that_ends_completes_its_file_and_the_next_one_begins_another()
    {
        using (var first = Open())
            await WriteAsync(first, OneEvent.Of("click"));
        using (var second = Open())
            await WriteAsync(second, OneEvent.Of("page_view"));

        Visible().ShouldBe([$"{Hour}-2.ndjson", $"{Hour}.ndjson"]);
        Ids($"{Hour}-2.ndjson").ShouldBe(["m-1"]);
    }

    [Fact]
    public async Task A_part_that_a_killed_process_left_goes_on_without_its_torn_line()
    {
        LeavePart(Hour, "{\"messageId\":\"m-98\"}\n{\"messageId\":\"m-99\"}\n{\"messageId\":\"m-10");
        using (var next = Open())
            await WriteAsync(next, OneEvent.Of("click"));

        Ids($"{Hour}.ndjson").ShouldBe(["m-98", "m-99", "m-2"]);
    }

    [Fact]
    public async Task A_part_of_an_hour_long_over_is_completed_without_its_torn_line()
    {
        LeavePart("2026-05-16T03", "{\"messageId\":\"m-98\"}\n{\"messa");
        LeavePart("2026-05-16T04", "{\"messa" + new string('x', 200_000));
        using var next = Open();
        await WriteAsync(next, OneEvent.Of("click"));

        // Of the second nothing is left.
        Visible().ShouldBe(["2026-05-16T03.ndjson"]);
        Ids("2026-05-16T03.ndjson").ShouldBe(["m-98"]);
        Directory.EnumerateFiles(Folder, ".2026-05-16*").ShouldBeEmpty();
    }

    [Fact]
    public void A_part_that_was_left_is_completed_also_when_nothing_comes()
    {
        LeavePart("2026-05-16T03", "{\"messageId\":\"m-98\"}\n");
        using var next = Open();
        time.Advance(TimeSpan.FromMinutes(1));
        Visible().ShouldBe(["2026-05-16T03.ndjson"]);
    }

    [Fact]
    public async Task A_torn_line_longer_than_what_is_read_at_once_is_cut_off_whole()
    {
        LeavePart(Hour, "{\"messageId\":\"m-98\"}\n" + new string('x', 200_000));
        using (var next = Open())
            await WriteAsync(next, OneEvent.Of("click"));
        Ids($"{Hour}.ndjson").ShouldBe(["m-98", "m-2"]);
    }

    [Fact]
    public async Task Two_processes_do_not_write_into_one_file()
    {
        using var first = Open();
        await WriteAsync(first, OneEvent.Of("click"));
        using var second = Open();
        (await second.SendAsync([Map(second, OneEvent.Of("click"))], CancellationToken.None)).ShouldBe(new SendResult(SendResultKind.TryAgain, "write_failed"));
    }

    [Fact]
    public async Task A_folder_belongs_to_one_destination()
    {
        using var mine = Open();
        await WriteAsync(mine, OneEvent.Of("click"));
        using var other = Open(id: 2);
        (await other.SendAsync([Map(other, OneEvent.Of("click"))], CancellationToken.None))
            .ShouldBe(new SendResult(SendResultKind.TryAgain, "folder_of_another_destination"));
    }

    [Fact]
    public async Task A_file_that_was_taken_away_is_begun_anew()
    {
        using var target = Open();
        await WriteAsync(target, OneEvent.Of("click"));
        File.Delete(Part);
        await WriteAsync(target, OneEvent.Of("page_view"));
        target.Dispose();
        Ids($"{Hour}.ndjson").ShouldBe(["m-1"]);
    }

    [Fact]
    public async Task While_the_root_is_away_everything_waits_and_nothing_is_made_in_its_place()
    {
        var away = Path.Combine(root, "not-mounted");
        using var target = Open(filesRoot: away);
        (await target.SendAsync([Map(target, OneEvent.Of("click"))], CancellationToken.None)).ShouldBe(new SendResult(SendResultKind.TryAgain, "files_root_missing"));
        Directory.Exists(away).ShouldBeFalse();
    }

    [Fact]
    public async Task Trying_it_out_leaves_no_event()
    {
        using var target = Open();
        (await target.TestAsync(Map(target, OneEvent.Of("page_view")), CancellationToken.None)).IsTaken.ShouldBeTrue();
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).ShouldBe([".destination"]);
    }

    [Fact]
    public void One_that_is_opened_only_makes_nothing()
    {
        Open().Dispose();
        Directory.EnumerateFileSystemEntries(root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("")]
    [InlineData("a\n")]
    public void A_folder_is_a_plain_name(string folder)
    {
        var error = Kind(root).Check(JsonSerializer.SerializeToElement(new { folder })).ShouldHaveSingleItem();
        (error.Path, error.Message).ShouldBe(("settings.folder", "is required: a plain name such as warehouse, 1 to 64 of a-z, A-Z, 0-9, - and _; no path"));
    }

    [Fact]
    public void Without_a_root_there_is_no_such_destination()
    {
        var error = Kind(null).Check(JsonSerializer.SerializeToElement(new { folder = "warehouse" })).ShouldHaveSingleItem();
        (error.Path, error.Message).ShouldBe(
            ("settings.folder", "cannot be written to: set Destinations__FilesRoot to a folder that is there, the same in every process, and start them anew"));
    }

    private static MappedEvent Map(IDestination target, ForwardedEvent one) => (MappedEvent)target.Map(one);

    private static async Task WriteAsync(IDestination target, ForwardedEvent one) =>
        (await target.SendAsync([Map(target, one)], CancellationToken.None)).ShouldBe(new SendResult(SendResultKind.Confirmed));

    private void LeavePart(string hour, string text)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, ".destination"), "1");
        File.WriteAllText(Path.Combine(Folder, $".{hour}.part"), text);
    }

    private IEnumerable<string?> Visible() => Directory.EnumerateFiles(Folder, "*.ndjson").Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private IEnumerable<string> Ids(string name) =>
        File.ReadLines(Path.Combine(Folder, name)).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("messageId").GetString()!);

    private FilesKind Kind(string? filesRoot)
    {
        var options = new DestinationsOptions { FilesRoot = filesRoot };
        return new FilesKind(new FilesSettingsValidator(options), options, time);
    }

    private IDestination Open(int id = 1, string? filesRoot = null) => Kind(filesRoot ?? root).Open(id, JsonSerializer.SerializeToElement(new { folder = "warehouse" }));
}
