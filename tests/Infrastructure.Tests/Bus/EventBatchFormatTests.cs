using System.Text;
using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Bus;
using Tracking.Infrastructure.Store.Intake;
using Tracking.Infrastructure.Tests.Store;

namespace Tracking.Infrastructure.Tests.Bus;

public class EventBatchFormatTests
{
    private static readonly Site Shop = new(7, "shop", new SiteSettings());
    private static readonly Guid BatchId = new("0198f3a0-0000-7000-8000-000000000001");
    private static readonly IntakeCount Count = new(7, 1_779_012_000_000, IntakeKind.Dropped, "NoConsent", 3);
    private static readonly RejectedSample Sample = new(7, 1_779_012_303_250, "click", "properties.url", "Missing");
    private static readonly RejectedSample SampleWithoutType = new(7, 1_779_012_303_250, null, "type", "UnknownType");

    public static TheoryData<string> Types => [.. EventTypes.All.Select(type => type.Name)];

    [Theory, MemberData(nameof(Types))]
    public void An_event_is_read_as_it_was_written(string type)
    {
        var written = TestEvents.OfEveryType(Shop).Single(one => EventTypes.Of(one).Name == type);

        AllOf(EventBatchFormat.ReadAll(Batch(EventBatchFormat.Lines([written]))).Single().Events.Single()).ShouldBe(AllOf(written));
    }

    [Fact]
    public void A_batch_is_read_as_it_was_written()
    {
        var events = TestEvents.OfEveryType(Shop);
        var batch = EventBatchFormat.ReadAll(Batch(
            EventBatchFormat.Lines([Count], [Sample]), EventBatchFormat.Lines(events), EventBatchFormat.Lines([], [SampleWithoutType]))).Single();

        batch.BatchId.ShouldBe(BatchId);
        batch.Events.Select(AllOf).ShouldBe(events.Select(AllOf));
        batch.Counts.ShouldBe([Count]);
        batch.Samples.ShouldBe([Sample, SampleWithoutType]);
    }

    [Fact]
    public void A_text_with_line_ends_stays_in_its_line()
    {
        var view = new PageViewed(TestEvents.Header(Shop, "m", TimeSpan.Zero), "https://shop.example/", "a\nb\r\n\u2028c", null);

        EventBatchFormat.ReadAll(Batch(EventBatchFormat.Lines([view, view]))).Single().Events.Select(one => one.PageTitle).ShouldBe([view.Title, view.Title]);
    }

    [Fact]
    public void A_batch_without_events_has_none() => EventBatchFormat.ReadAll(EventBatchFormat.Head(BatchId)).Single().Events.ShouldBeEmpty();

    [Theory]
    [InlineData("""{"version":2,"batchId":"0198f3a0-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"version":0,"batchId":"0198f3a0-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"batchId":"0198f3a0-0000-7000-8000-000000000001"}""")]
    [InlineData("")]
    public void A_later_version_and_what_is_no_batch_are_refused(string payload) =>
        Should.Throw<InvalidDataException>(() => EventBatchFormat.ReadAll(Encoding.UTF8.GetBytes(payload)).Single());

    [Fact]
    public void An_event_of_an_unknown_type_is_kept_apart_rather_than_lost() =>
        Encoding.UTF8.GetString(EventBatchFormat.ReadAll(Batch("""{"type":"scroll","event":{}}"""u8.ToArray())).Single().Unreadable.ShouldHaveSingleItem().Line.Span)
            .ShouldBe("""{"type":"scroll","event":{}}""");

    [Theory]
    [InlineData("""{"x":null}""")]
    [InlineData("""{"type":null,"event":{}}""")]
    [InlineData("""{"type":"page_view","event":null}""")]
    [InlineData("""{"count":null}""")]
    [InlineData("""{"sample":null}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_line_of_any_kind_is_kept_apart_and_holds_up_none_of_its_neighbours(string line)
    {
        var good = TestEvents.PageView(TestEvents.Header(Shop, "good", TimeSpan.Zero));
        var batch = EventBatchFormat.ReadAll(Batch(Encoding.UTF8.GetBytes(line + "\n"), EventBatchFormat.Lines([good]))).Single();

        batch.Unreadable.ShouldHaveSingleItem();
        batch.Events.ShouldHaveSingleItem().Header.MessageId.ShouldBe("good");
        (batch.Counts.Count, batch.Samples.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void Batches_one_behind_the_other_are_each_read()
    {
        var other = Guid.CreateVersion7();
        byte[] bytes =
        [
            .. Batch(EventBatchFormat.Lines([TestEvents.PageView(TestEvents.Header(Shop, "one", TimeSpan.Zero))])),
            .. EventBatchFormat.Head(other),
            .. EventBatchFormat.Lines([TestEvents.PageView(TestEvents.Header(Shop, "two", TimeSpan.Zero))]),
        ];

        EventBatchFormat.ReadAll(bytes).Select(batch => (batch.BatchId, batch.Events.Single().Header.MessageId))
            .ShouldBe([(BatchId, "one"), (other, "two")]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(2_000)]
    [InlineData(6_000)]
    public void A_batch_that_is_cut_holds_all_of_its_lines_in_order_and_none_of_them_is_cut(int mostBytes)
    {
        var lines = EventBatchFormat.Lines([.. Enumerable.Repeat(TestEvents.OfEveryType(Shop), 3).SelectMany(events => events)]);
        var longestLine = Encoding.UTF8.GetString(lines).Split('\n').Max(line => line.Length) + 1;
        byte[] whole = Batch(lines, EventBatchFormat.Lines([Count], [Sample]));
        var parts = EventBatchFormat.Cut(whole, mostBytes).ToList();

        parts.Count.ShouldBeGreaterThan(1);
        parts.ShouldAllBe(part => part.Length <= Math.Max(mostBytes, Head.Length + longestLine));
        parts.SelectMany(part => part.ToArray().Skip(Head.Length)).ShouldBe(whole.Skip(Head.Length));
        parts.ShouldAllBe(part => EventBatchFormat.ReadAll(part).Single().Unreadable.Count == 0);
    }

    [Fact]
    public void A_batch_that_is_cut_again_is_cut_into_the_same_batches_whatever_lies_beside_it()
    {
        var small = new Guid("0198f3a0-0000-7000-8000-0000000000ff");
        var large = Batch(EventBatchFormat.Lines(TestEvents.OfEveryType(Shop)));
        var once = Cut(large);
        var again = Cut([.. EventBatchFormat.Head(small), .. large]);

        once.ShouldBeUnique();
        // A part that is stored must not make the whole known, which a process with another transport sends.
        once.ShouldNotContain(BatchId);
        again.ShouldBe([small, .. once]);

        static List<Guid> Cut(byte[] batches) => [.. EventBatchFormat.Cut(batches, 2_000).Select(part => EventBatchFormat.ReadAll(part).Single().BatchId)];
    }

    [Fact]
    public void What_is_small_enough_is_left_together()
    {
        byte[] two = [.. Batch(EventBatchFormat.Lines([Count], [])), .. Batch(EventBatchFormat.Lines([Count], []))];
        EventBatchFormat.Cut(two, two.Length).ShouldHaveSingleItem().ToArray().ShouldBe(two);
    }

    // Written by the first release. Batches of it may lie in spools and queues: every later release reads them alike.
    [Fact]
    public void A_batch_of_format_1_is_read()
    {
        var batch = EventBatchFormat.ReadAll(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Bus", "format-1.jsonl"))).Single();

        batch.BatchId.ShouldBe(BatchId);
        // The first release found nothing out about events.
        batch.Events.Select(AllOf).ShouldBe(TestEvents.OfEveryType(Shop)
            .Select(one => AllOf(one with { Header = one.Header with { Enrichment = EventEnrichment.None } })));
        batch.Counts.ShouldBe([Count]);
        batch.Samples.ShouldBe([Sample, SampleWithoutType]);
    }

    private static byte[] Head { get; } = EventBatchFormat.Head(BatchId);

    private static byte[] Batch(params byte[][] parts) => [.. Head, .. parts.SelectMany(part => part)];

    // Another writer than the format's own, so that what the format leaves out is seen.
    private static string AllOf(CollectedEvent collected) => JsonSerializer.Serialize(collected, collected.GetType());
}
