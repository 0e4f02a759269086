using System.Text;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

/// <summary>What <see cref="RealLogTests"/> shows, on a log whose figures are known because it is made here.</summary>
public class MadeLogTests
{
    private static readonly DateTimeOffset Midnight = new(2015, 5, 18, 0, 0, 0, TimeSpan.Zero);

    // Of each ten minutes: three page views by two clients, and one line of each kind that is none.
    private static readonly string Log = string.Concat(Enumerable.Range(-72, 216).SelectMany(step => LinesAt(Midnight.AddMinutes(10 * step))));

    [Fact]
    public async Task All_lines_are_accounted_for_by_reason()
    {
        var log = await ReadAsync(Log);

        log.Lines.ShouldBe(10 * 216);
        log.Pages.Count.ShouldBe(3 * 216);
        log.Skipped.ShouldBe(
            Enum.GetValues<SkipReason>().Where(reason => reason != SkipReason.Unfinished).ToDictionary(reason => reason, _ => 216), ignoreOrder: true);
    }

    [Fact]
    public async Task Page_views_and_visitors_lie_on_the_utc_days_of_their_lines()
    {
        var log = await ReadAsync(Log);

        log.PagesByDay.ShouldBe(new Dictionary<string, int> { ["2015-05-17"] = 3 * 72, ["2015-05-18"] = 3 * 144 }, ignoreOrder: true);
        log.VisitorsByDay.ShouldBe(new Dictionary<string, int> { ["2015-05-17"] = 2, ["2015-05-18"] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_most_viewed_pages_come_first() =>
        (await ReadAsync(Log)).TopPaths(2).ShouldBe([("/", 2 * 216), ("/about/", 216)]);

    [Fact]
    public async Task Every_page_view_has_a_message_id_of_its_own_and_the_same_one_again()
    {
        var log = await ReadAsync(Log);

        log.MessageIds.Distinct().Count().ShouldBe(3 * 216);
        (await ReadAsync(Log.Replace("\n", "\r\n"))).MessageIds.ShouldBe(log.MessageIds);
    }

    [Fact]
    public async Task A_copy_that_was_cut_anywhere_makes_no_page_view_that_the_whole_log_does_not_make()
    {
        var hour = string.Concat(LinesAt(Midnight));
        var whole = (await ReadAsync(hour)).MessageIds;

        for (var length = 0; length < hour.Length; length++)
            (await ReadAsync(hour[..length])).MessageIds.Except(whole).ShouldBeEmpty();
    }

    private static IEnumerable<string> LinesAt(DateTimeOffset time)
    {
        var logged = LogText.Time(time.ToOffset(TimeSpan.FromHours(-3)));
        var home = LogText.Combined("GET / HTTP/1.1", time: logged);
        string[] lines =
        [
            home,
            home,
            LogText.Combined("GET /about/?a=b HTTP/1.1", 304, "http://semicomplete.com/", client: "2001:db8::7 - -", time: logged),
            LogText.Combined("GET /style.css HTTP/1.1", time: logged),
            LogText.Combined("GET /?flav=atom HTTP/1.1", time: logged),
            LogText.Combined("GET /old HTTP/1.1", 301, time: logged),
            LogText.Combined("HEAD / HTTP/1.1", time: logged),
            LogText.Combined("-", 408, time: logged),
            LogText.Combined($"GET /{new string('a', 2_048)} HTTP/1.1", time: logged),
            LogText.Combined("GET / HTTP/1.1", time: logged)[..^5],
        ];
        return lines.Select(line => line + "\n");
    }

    private static Task<LogFigures> ReadAsync(string log) => LogFigures.ReadAsync(new MemoryStream(Encoding.ASCII.GetBytes(log)));
}
