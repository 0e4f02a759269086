using Microsoft.Extensions.Primitives;
using Tracking.Api.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Overview;
using Tracking.Application.Reports.Timeseries;

namespace Tracking.Api.Tests.Reports;

public sealed class ReportFormatTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-05-17T00:00:00-03:00");

    [Theory]
    [InlineData(null, "json")]
    [InlineData("", "json")]
    [InlineData("*/*", "json")]
    [InlineData("text/csv", "csv")]
    [InlineData("text/*", "csv")]
    [InlineData("application/x-ndjson", "ndjson")]
    [InlineData("application/*", "json")]
    [InlineData("text/csv;q=0.5, application/json;q=0.4", "csv")]
    [InlineData("text/html, */*;q=0.1", "json")]
    [InlineData("application/json;q=0, */*", "csv")]
    [InlineData("application/vnd.apache.parquet", null)]
    [InlineData("not a media type", "json")]
    public void Accept_chooses_the_format(string? accept, string? format) =>
        ReportFormat.Accepted(new StringValues(accept), ReportFormat.OfEvents)?.Name.ShouldBe(format);

    [Fact]
    public void What_no_format_serves_is_not_acceptable() =>
        ReportFormat.Accepted("application/vnd.apache.parquet", ReportFormat.OfTables).ShouldBeNull();

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("ä", "ä")]
    [InlineData("", "")]
    public void A_text_that_a_spreadsheet_would_run_gets_a_leading_apostrophe(string text, string cell) =>
        new CsvTable("value", "n").Add(text, 1).ToString().ShouldBe($"value,n\r\n{cell},1\r\n");

    [Fact]
    public void Numbers_times_and_flags_are_written_as_JSON_writes_them() =>
        new CsvTable("a", "b", "c", "d", "e").Add(-1.5, 0.10m, Start, true, new DateOnly(2026, 5, 17)).ToString()
            .ShouldBe("a,b,c,d,e\r\n-1.5,0.10,2026-05-17T00:00:00-03:00,true,2026-05-17\r\n");

    [Fact]
    public void An_overview_is_a_line_a_figure()
    {
        var now = new OverviewMetrics(3, 2, 5, 6, 0.5, 61.5, 1, [new Revenue("EUR", 12.5m)]);
        var before = new OverviewMetrics(0, 0, 0, 0, null, null, 0, [new Revenue("BRL", 1m)]);
        ReportTables.Of(new OverviewReport("shop", Start, Start, "Etc/UTC", now, before)).ToString().ShouldBe(string.Join("\r\n",
            "metric,currency,value,previous",
            "visitors,,3,0",
            "sessions,,2,0",
            "pageViews,,5,0",
            "events,,6,0",
            "bounceRate,,0.5,",
            "averageSessionSeconds,,61.5,",
            "transactions,,1,0",
            "revenue,BRL,0,1",
            "revenue,EUR,12.5,0",
            string.Empty));
    }

    [Fact]
    public void Tables_have_a_line_a_row()
    {
        ReportTables.Of(new TimeseriesReport("shop", Start, Start, "Etc/UTC", "day", [new TimeseriesPoint(Start, 1, 2, 3, 4, 5)], null)).ToString()
            .ShouldBe("start,visitors,sessions,pageViews,events,transactions\r\n2026-05-17T00:00:00-03:00,1,2,3,4,5\r\n");
        ReportTables.Of(new BreakdownReport("shop", Start, Start, "Etc/UTC", "page", [new BreakdownRow(null, 1, 2, 3, 4)], 1, null)).ToString()
            .ShouldBe("value,visitors,sessions,pageViews,events\r\n,1,2,3,4\r\n");
    }

    [Fact]
    public void The_range_before_stands_beside_in_columns_of_its_own()
    {
        var (one, two) = (new TimeseriesPoint(Start, 1, 2, 3, 4, 5), new TimeseriesPoint(Start.AddDays(-1), 6, 7, 8, 9, 10));
        ReportTables.Of(new TimeseriesReport("shop", Start, Start, "Etc/UTC", "day", [one], [two, two])).ToString().ShouldBe(string.Join("\r\n",
            "start,visitors,sessions,pageViews,events,transactions,previous.start,previous.visitors,previous.sessions,previous.pageViews,previous.events,previous.transactions",
            "2026-05-17T00:00:00-03:00,1,2,3,4,5,2026-05-16T00:00:00-03:00,6,7,8,9,10",
            ",,,,,,2026-05-16T00:00:00-03:00,6,7,8,9,10",
            string.Empty));
        ReportTables.Of(new BreakdownReport("shop", Start, Start, "Etc/UTC", "page", [new BreakdownRow("/", 1, 2, 3, 4)], 1, [new BreakdownRow("/", 0, 0, 0, 0)]))
            .ToString().ShouldBe("value,visitors,sessions,pageViews,events,previous.visitors,previous.sessions,previous.pageViews,previous.events\r\n/,1,2,3,4,0,0,0,0\r\n");
    }
}
