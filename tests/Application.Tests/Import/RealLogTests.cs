using System.IO.Compression;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

// 10,000 lines of a real server, against counts made without this program. The commands name what is in this log, not the
// importer's own lists. First, each line after what it is, then the lines that are pages; the tests go on from these files.
//   awk -F'"' '{split($2,r," "); split(r[2],p,"?"); k = NF!=7?"NotParsable" : r[1]!="GET"?"MethodNotGet" : $3!~/^ (200|304) /?"StatusNotPage" : r[2]~/[?&]flav=(rss20|atom)/?"Feed" : tolower(p[1])~/\.(css|js|png|gif|jpe?g|ico|svg|ttf|woff|swf|txt|log|xml|xsl|pdf|doc|tex|pyc?|rb|c|cpp|lua|sh|java|vim|m4|mk|xs|spec|patch|diff|conf|markdown|jar|gz|gem|deb|exe|pcap)$/?"Asset":"page"; print k "\t" $0}' access.log > kinds
//   sed -n 's/^page\t//p' kinds > pages
public class RealLogTests
{
    // cut -f1 kinds | sort | uniq -c
    [RealLogFact]
    public async Task All_10000_lines_are_accounted_for_by_reason()
    {
        var log = await ReadAsync();

        log.Lines.ShouldBe(10_000);
        log.Pages.Count.ShouldBe(2_880);
        log.Skipped.ShouldBe(new Dictionary<SkipReason, int>
        {
            [SkipReason.NotParsable] = 1,
            [SkipReason.MethodNotGet] = 48,
            [SkipReason.StatusNotPage] = 416,
            [SkipReason.Feed] = 901,
            [SkipReason.Asset] = 5_754,
        }, ignoreOrder: true);
        (log.Pages.Count + log.Skipped.Values.Sum()).ShouldBe(log.Lines);
    }

    // awk '{split($7,p,"?"); print p[1]}' pages | sort | uniq -c | sort -k1,1nr -k2 | head -10
    [RealLogFact]
    public async Task The_most_viewed_pages_are_those_of_the_log() =>
        (await ReadAsync()).TopPaths(10).ShouldBe(
        [
            ("/projects/xdotool/", 219),
            ("/", 218),
            ("/projects/xdotool/xdotool.xhtml", 153),
            ("/articles/dynamic-dns-with-dhcp/", 135),
            ("/blog/geekery/ssl-latency.html", 77),
            ("/blog/geekery/disabling-battery-in-ubuntu-vms.html", 60),
            ("/articles/ssh-security/", 55),
            ("/blog/geekery/solving-good-or-bad-problems.html", 51),
            ("/presentations/logstash-puppetconf-2012/", 51),
            ("/blog/geekery/installing-windows-8-consumer-preview.html", 39),
        ]);

    // awk '{print substr($4,2,11)}' pages | sort | uniq -c
    [RealLogFact]
    public async Task Page_views_lie_on_the_days_of_their_lines() =>
        (await ReadAsync()).PagesByDay.ShouldBe(new Dictionary<string, int>
        {
            ["2015-05-17"] = 532,
            ["2015-05-18"] = 915,
            ["2015-05-19"] = 787,
            ["2015-05-20"] = 646,
        }, ignoreOrder: true);

    // awk -F'"' '{split($1,a," "); print substr(a[4],2,11) "|" a[1] "|" $6}' pages | sort -u | cut -d'|' -f1 | uniq -c
    [RealLogFact]
    public async Task Visitors_are_counted_by_day_address_and_user_agent()
    {
        var visitors = (await ReadAsync()).VisitorsByDay;

        visitors.ShouldBe(new Dictionary<string, int>
        {
            ["2015-05-17"] = 222,
            ["2015-05-18"] = 369,
            ["2015-05-19"] = 371,
            ["2015-05-20"] = 318,
        }, ignoreOrder: true);
        visitors.Values.Sum().ShouldBe(1_280);
    }

    // awk -F'"' '$4 ~ /^https?:\/\/[^\/]/' pages | wc -l; awk -F'"' '$6 == "-"' pages | wc -l
    [RealLogFact]
    public async Task Referrers_and_user_agents_are_there_where_the_log_has_them()
    {
        var pages = (await ReadAsync()).Pages;

        pages.Count(page => page.Referrer is not null).ShouldBe(1_294);
        pages.Count(page => page.UserAgent is null).ShouldBe(49);
    }

    // sort pages | uniq -d | wc -l     (2: two page views each, of one second)
    [RealLogFact]
    public async Task Every_page_view_has_a_message_id_of_its_own_and_the_same_one_again_from_gzip()
    {
        var log = await ReadAsync();
        var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        await using (var file = File.OpenRead(RealLogFactAttribute.LogPath))
            await file.CopyToAsync(gzip);
        zipped.Position = 0;

        log.MessageIds.Distinct().Count().ShouldBe(2_880);
        (await LogFigures.ReadAsync(zipped)).MessageIds.ShouldBe(log.MessageIds);
    }

    private static async Task<LogFigures> ReadAsync()
    {
        await using var file = File.OpenRead(RealLogFactAttribute.LogPath);
        return await LogFigures.ReadAsync(file);
    }
}
