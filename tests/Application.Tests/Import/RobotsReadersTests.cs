using System.IO.Compression;
using System.Text;
using MediatR;
using Tracking.Application.Collect;
using Tracking.Application.Import;
using Tracking.Application.Tests.Collect;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Import;

public class RobotsReadersTests
{
    private const string Robots = "GET /robots.txt HTTP/1.1";

    private static readonly string[] Lines =
    [
        Line("203.0.113.1", "GET / HTTP/1.1"), Line("203.0.113.1", Robots), Line("203.0.113.1", "GET /sitemap.xml HTTP/1.1"), Line("203.0.113.1", "GET /a.pdf HTTP/1.1"),
        Line("203.0.113.2", "GET /style.css?v=2 HTTP/1.1"), Line("203.0.113.2", Robots),
        Line("203.0.113.3", "HEAD /robots.txt HTTP/1.1", status: 404), Line("203.0.113.3", "GET /favicon.ico HTTP/1.1", status: 304),
        Line("203.0.113.4", "GET /?see=/robots.txt HTTP/1.1"), "no line of a log: /robots.txt",
        Line("203.0.113.5", "GET http://shop.example/robots.txt?x HTTP/1.1", userAgent: "other"), Line("203.0.113.6", Robots, userAgent: "-"),
    ];

    [Theory]
    [InlineData("203.0.113.1", LogText.Firefox, true)]
    [InlineData("203.0.113.1", "other", false)]
    [InlineData("203.0.113.2", LogText.Firefox, false)]
    [InlineData("203.0.113.3", LogText.Firefox, false)]
    [InlineData("203.0.113.4", LogText.Firefox, false)]
    [InlineData("203.0.113.5", "other", true)]
    [InlineData("203.0.113.6", null, true)]
    public async Task Who_asks_for_robots_and_loads_nothing_with_a_page_is_one(string address, string? userAgent, bool isReader)
    {
        foreach (var log in new[] { Log(), Zipped() })
        {
            var readers = await RobotsReaders.OfAsync(log, CancellationToken.None);

            readers.Contain(address, userAgent).ShouldBe(isReader);
            log.Position.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Of_a_log_that_can_be_read_once_nothing_is_told_and_nothing_read()
    {
        using var log = Log();
        await using var once = new GZipStream(log, CompressionMode.Decompress);

        (await RobotsReaders.OfAsync(once, CancellationToken.None)).ShouldBeSameAs(RobotsReaders.None);
        log.Position.ShouldBe(0);
    }

    [Fact]
    public async Task A_log_that_is_cut_off_tells_as_far_as_it_goes()
    {
        var zipped = Zipped();
        zipped.SetLength(zipped.Length - 8);

        (await RobotsReaders.OfAsync(zipped, CancellationToken.None)).Contain("203.0.113.2", LogText.Firefox).ShouldBeFalse();
    }

    [Fact]
    public async Task Their_page_views_are_a_programs()
    {
        using var pipeline = new CollectPipeline();
        var store = new Stored(pipeline);
        using var log = Log();

        await new LogImport(pipeline.Get<IMediator>(), store, pipeline, TimeProvider.System).RunAsync(
            new LogReader(log), await RobotsReaders.OfAsync(log, CancellationToken.None), pipeline.Site, null, new ImportSummary(), CancellationToken.None);

        pipeline.Published.Select(one => one.Header.Enrichment.BotSignals).ShouldBe([BotSignals.Robots, BotSignals.None]);
    }

    private static string Line(string address, string request, int status = 200, string userAgent = LogText.Firefox) =>
        LogText.Combined(request, status, userAgent: userAgent, client: $"{address} - -");

    private static MemoryStream Log() => new(Encoding.UTF8.GetBytes(string.Join('\n', Lines) + '\n'));

    private static MemoryStream Zipped()
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            Log().CopyTo(zip);
        zipped.Position = 0;
        return zipped;
    }

    private sealed class Stored(CollectPipeline pipeline) : IImportStore
    {
        int IImportStore.Stored => 0;

        public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task PublishAsync(IReadOnlyList<CollectedEvent> events, CancellationToken cancellationToken) =>
            pipeline.PublishAsync(events, cancellationToken);

        public void Dropped(int siteId, DateTimeOffset receivedAt, DropReason reason) => pipeline.Dropped(siteId, receivedAt, reason);

        public void Rejected(int siteId, DateTimeOffset receivedAt, string? type, FieldError error) => pipeline.Rejected(siteId, receivedAt, type, error);
    }
}
