using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.Extensions.Time.Testing;
using Parquet;
using Parquet.Serialization;
using Tracking.Infrastructure.Destinations;
using Tracking.Infrastructure.Destinations.Files;

namespace Tracking.Infrastructure.Tests.Destinations.Files;

public sealed class ParquetTests : IDisposable
{
    private const string Hour = "2026-05-17T12";

    private readonly string root = Directory.CreateTempSubdirectory("tracking-parquet-").FullName;
    private readonly FakeTimeProvider time = new(MixedEvents.Noon);

    private string Folder => Path.Combine(root, "warehouse");

    private string Final => Path.Combine(Folder, $"{Hour}.parquet");

    private string Lines => Path.Combine(Folder, $".{Hour}.full");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task What_was_written_is_read_back_whole()
    {
        var events = MixedEvents.OneOfEach(MixedEvents.Noon).Concat(MixedEvents.Many(2_000, MixedEvents.Noon)).ToList();
        using var target = Open();
        foreach (var some in events.Chunk(500))
            await WriteAsync(target, some);
        time.Advance(TimeSpan.FromHours(1));
        await target.Converting;

        var rows = await ReadAsync(Final);
        rows.Select(JsonOf).ShouldBe(events.Select(one => JsonOf(ParquetEvent.Of(one.Event))));
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe([".destination", $"{Hour}.parquet"]);
    }

    [Fact]
    public async Task Another_program_reads_it()
    {
        await WrittenAsync([.. MixedEvents.OneOfEach(MixedEvents.Noon)]);
        using var db = new DuckDBConnection("DataSource=:memory:");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = $"""
            SELECT count(*), count(DISTINCT messageId), CAST(epoch_ms(min(timestamp)) AS BIGINT), CAST(sum(CASE WHEN consentMarketing THEN 1 ELSE 0 END) AS BIGINT),
                max(geoCity), max(CASE WHEN type = 'transaction' THEN properties ->> '$.currency' END), min(typeof(timestamp))
            FROM '{Final}'
            """;
        using var reader = command.ExecuteReader();
        reader.Read().ShouldBeTrue();
        (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4)).ShouldBe((8, 8, MixedEvents.Noon.ToUnixTimeMilliseconds(), 8, "Campinas"));
        reader.GetString(5).Length.ShouldBe(3);
        reader.GetString(6).ShouldBe("TIMESTAMP WITH TIME ZONE");
    }

    [Fact]
    public async Task The_columns_are_those_that_the_docs_name()
    {
        await WrittenAsync(OneEvent.Of("click"));
        await using var stream = File.OpenRead(Final);
        await using var reader = await ParquetReader.CreateAsync(stream);
        var types = new Dictionary<Type, string> { [typeof(ReadOnlyMemory<char>)] = "string", [typeof(DateTime)] = "timestamp", [typeof(bool)] = "boolean" };
        var columns = reader.Schema.GetDataFields().Select(field => $"{field.Name} {types[field.ClrType]}{(field.IsNullable ? "?" : "")}");
        string.Join(", ", columns).ShouldBe(
            "type string, name string?, messageId string, timestamp timestamp, receivedAt timestamp, site string, visitorId string, sessionId string?, anonymousId string?, userId string?, "
            + "properties string?, pageUrl string?, pagePath string?, pageHostname string?, pageTitle string?, pageReferrer string?, "
            + "campaignSource string?, campaignMedium string?, campaignName string?, campaignTerm string?, campaignContent string?, "
            + "trafficChannel string?, trafficSource string?, trafficMedium string?, trafficReferrer string?, trafficCampaign string?, trafficTerm string?, trafficContent string?, "
            + "deviceType string?, deviceBrowser string?, deviceBrowserVersion string?, deviceOs string?, deviceOsVersion string?, deviceBot boolean?, "
            + "geoCountry string?, geoRegion string?, geoCity string?, consentAnalytics boolean, consentMarketing boolean, consentPersonalization boolean, consentAnonymised boolean");
    }

    [Fact]
    public async Task More_events_than_a_group_of_rows_holds()
    {
        var click = OneEvent.Of("click");
        await WrittenAsync([.. Enumerable.Range(1, 45_000).Select(number => click with { Event = click.Event with { MessageId = $"m-{number}" } })]);
        await using (var stream = File.OpenRead(Final))
        await using (var reader = await ParquetReader.CreateAsync(stream))
            reader.RowGroupCount.ShouldBe(3);
        (await ReadAsync(Final)).Select(row => row.MessageId).ShouldBe(Enumerable.Range(1, 45_000).Select(number => $"m-{number}"));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_converted_by_the_next_one()
    {
        Leave(Lines);
        await File.WriteAllTextAsync(Path.Combine(Folder, $".{Hour}.growing"), "PAR1 and half of it");
        using var next = Open();
        time.Advance(TimeSpan.FromMinutes(1));
        await next.Converting;
        (await ReadAsync(Final)).ShouldHaveSingleItem().MessageId.ShouldBe("m-2");
        Directory.EnumerateFiles(Folder).Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_was_converted_and_not_taken_away_is_not_converted_twice()
    {
        await WrittenAsync(OneEvent.Of("click"));
        var before = await File.ReadAllBytesAsync(Final);
        Leave(Lines);
        using var next = Open();
        time.Advance(TimeSpan.FromMinutes(1));
        await next.Converting;
        (await File.ReadAllBytesAsync(Final)).ShouldBe(before);
        File.Exists(Lines).ShouldBeFalse();
        Directory.EnumerateFiles(Folder, "*.parquet").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Lines_that_are_no_events_are_shown_as_they_are()
    {
        Leave(Lines, "no event\n");
        using var next = Open();
        time.Advance(TimeSpan.FromMinutes(1));
        await next.Converting;
        (await File.ReadAllTextAsync(Path.Combine(Folder, $"{Hour}.ndjson"))).ShouldBe("no event\n");
        Directory.EnumerateFiles(Folder).Count().ShouldBe(2);
    }

    [Fact]
    public void Another_format_is_refused()
    {
        var error = Kind().Check(JsonSerializer.SerializeToElement(new { folder = "warehouse", format = "avro" })).ShouldHaveSingleItem();
        (error.Path, error.Message).ShouldBe(("settings.format", "must be ndjson or parquet"));
    }

    private static string JsonOf(ParquetEvent row) => JsonSerializer.Serialize(row);

    private static async Task<IList<ParquetEvent>> ReadAsync(string path)
    {
        await using var stream = File.OpenRead(path);
        var rows = (await ParquetSerializer.DeserializeAsync<ParquetEvent>(stream)).Data;
        return rows;
    }

    private static async Task WriteAsync(Infrastructure.Destinations.Files.Files target, IReadOnlyList<ForwardedEvent> events) =>
        (await target.SendAsync([.. events.Select(one => (MappedEvent)target.Map(one))], CancellationToken.None)).ShouldBe(new SendResult(SendResultKind.Confirmed));

    private void Leave(string path, string? text = null)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, ".destination"), "1");
        using var target = Open();
        File.WriteAllText(path, text ?? System.Text.Encoding.UTF8.GetString(((MappedEvent)target.Map(OneEvent.Of("click"))).Json) + "\n");
    }

    /// <summary>Writes them, and ends as a process does.</summary>
    private async Task WrittenAsync(params IReadOnlyList<ForwardedEvent> events)
    {
        using var target = Open();
        foreach (var some in events.Chunk(1_000))
            await WriteAsync(target, some);
        target.Dispose();
        await target.Converting;
    }

    private FilesKind Kind()
    {
        var options = new DestinationsOptions { FilesRoot = root };
        return new FilesKind(new FilesSettingsValidator(options), options, time);
    }

    private Infrastructure.Destinations.Files.Files Open() =>
        (Infrastructure.Destinations.Files.Files)Kind().Open(1, JsonSerializer.SerializeToElement(new { folder = "warehouse", format = "parquet" }));
}
