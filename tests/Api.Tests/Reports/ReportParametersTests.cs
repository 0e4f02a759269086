using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using NodaTime;
using Tracking.Api.Reports;
using Tracking.Application.Reports;
using Tracking.Application.Reports.Breakdowns;
using Tracking.Application.Reports.Events;
using Tracking.Domain.Sites;

namespace Tracking.Api.Tests.Reports;

public sealed class ReportParametersTests
{
    private static readonly Site Shop = new(1, "shop", new SiteSettings { Timezone = "America/Sao_Paulo" });

    /// <summary>22:30 of 2026-05-16 in São Paulo.</summary>
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 17, 1, 30);

    [Fact]
    public void The_last_thirty_days_of_the_sites_zone_are_the_default()
    {
        var scope = Read(string.Empty, query => query.Scope());
        scope.Range.FromTime.ShouldBe(DateTimeOffset.Parse("2026-04-17T00:00:00-03:00"));
        scope.Range.ToTime.ShouldBe(DateTimeOffset.Parse("2026-05-17T00:00:00-03:00"));
        (scope.Range.Zone.Id, scope.IncludeBots, scope.Filters.Count).ShouldBe(("America/Sao_Paulo", false, 0));
    }

    [Theory]
    [InlineData("2026-05-17", "2026-05-17T03:00:00Z")] // a date is its start in the zone
    [InlineData("2026-05-17T10:05:03Z", "2026-05-17T10:05:03Z")]
    [InlineData("2026-05-17T10:05:03.25+02:00", "2026-05-17T08:05:03.250Z")]
    [InlineData("2026-05-17T10:05:03 02:00", "2026-05-17T08:05:03Z")] // an unescaped +
    [InlineData("2026-05-17T10:05+0545", "2026-05-17T04:20:00Z")]
    [InlineData("2026-05-17T10:05", "2026-05-17T13:05:00Z")] // by the zone's clock
    [InlineData("2018-11-04", "2018-11-04T03:00:00Z")] // has no midnight
    [InlineData("1779012303250", "2026-05-17T10:05:03.250Z")]
    public void A_time_is_a_date_an_ISO_time_or_epoch_milliseconds(string text, string expected) =>
        ReportTime.Read(text, DateTimeZoneProviders.Tzdb["America/Sao_Paulo"])
            .ShouldNotBeNull().ToDateTimeOffset().ShouldBe(DateTimeOffset.Parse(expected));

    [Theory]
    [InlineData("")]
    [InlineData("today")]
    [InlineData("17.05.2026")]
    [InlineData("2026-02-30")]
    [InlineData("2026-05-17T25:00Z")]
    [InlineData("2026-05-17T10:05:60Z")]
    [InlineData("2026-05-17T10:05+25:00")]
    [InlineData("2026-05-17 10:05")]
    [InlineData("20260517")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59-18:00")]
    [InlineData("0001-01-01T00:00:00+18:00")]
    [InlineData("9999-12-31T23:59:59")]
    [InlineData("999999999999999")]
    [InlineData("-99999999999999")]
    [InlineData("2201-01-01T00:00:00Z")]
    [InlineData("1899-12-31T23:59:59Z")]
    [InlineData("2026-05-17\n")]
    [InlineData("999999999999999999999")]
    public void What_is_no_time_is_said_to_be_wrong_with_what_is_allowed(string text)
    {
        var errors = Errors($"from={Uri.EscapeDataString(text)}", query => query.Scope());
        errors.Keys.ShouldBe(["from"]);
        errors["from"].ShouldHaveSingleItem().ShouldContain("2026-05-17T10:05:03Z");
    }

    [Fact]
    public void The_end_of_the_calendar_is_no_time_of_a_zone_behind_UTC() =>
        Errors("timezone=Pacific/Pago_Pago&to=9999-12-31T23:59:59", query => query.Scope())["to"].ShouldHaveSingleItem().ShouldContain("1900 to 2200");

    [Theory]
    [InlineData("timezone=Mars/Olympus", "timezone", "America/Sao_Paulo")]
    [InlineData("timezone=UTC%2B3", "timezone", "IANA")]
    [InlineData("timezone=", "timezone", "IANA")]
    [InlineData("from=2026-05-17&to=2026-05-17", "from", "before to")]
    [InlineData("from=2026-05-18&to=2026-05-17", "from", "before to")]
    [InlineData("from=2030-01-01", "from", "end of today")]
    [InlineData("from=2026-05-01&from=2026-05-02", "from", "once")]
    [InlineData("bots=yes", "bots", "include")]
    [InlineData("compare=next", "compare", "previous")]
    [InlineData("metric=visitors", "metric", "allowed are bots, compare, dimension, filter, format, from, limit, offset, site, timezone, to")]
    [InlineData("dimension=colour", "dimension", "page, entryPage, exitPage, title, hostname, event")]
    [InlineData("limit=0", "limit", "1 to 1000")]
    [InlineData("limit=1001", "limit", "1 to 1000")]
    [InlineData("limit=ten", "limit", "1 to 1000")]
    [InlineData("offset=-1", "offset", "0 to")]
    [InlineData("filter=colour%3D%3Dred", "filter", "page, entryPage")]
    [InlineData("filter=page", "filter", "page==/prices")]
    [InlineData("filter=page%3D/a", "filter", "page==/prices")]
    [InlineData("filter=page%3D%3D", "filter", "page==null")]
    public void A_wrong_parameter_is_named_with_what_is_allowed(string query, string parameter, string allowed)
    {
        if (!query.StartsWith("dimension", StringComparison.Ordinal))
            query += "&dimension=page";
        var errors = Errors(query, ReportEndpoints.Breakdown);
        errors.Keys.ShouldBe([parameter]);
        errors[parameter].ShouldHaveSingleItem().ShouldContain(allowed);
    }

    [Fact]
    public void A_breakdown_needs_a_dimension() => Errors(string.Empty, ReportEndpoints.Breakdown)["dimension"].ShouldHaveSingleItem().ShouldStartWith("is required");

    [Fact]
    public void All_wrong_parameters_are_named_at_once() =>
        Errors("from=x&timezone=y&z=1", ReportEndpoints.Overview).Keys.ShouldBe(["from", "timezone", "z"], ignoreOrder: true);

    [Theory]
    [InlineData("interval=minute", "hour, day, week, month")]
    [InlineData("interval=hour&from=2025-01-01&to=2026-05-01", "10000")]
    public void An_interval_is_one_that_makes_a_bounded_number_of_points(string query, string allowed) =>
        Errors(query, ReportEndpoints.Timeseries)["interval"].ShouldHaveSingleItem().ShouldContain(allowed);

    [Fact]
    public void Quality_has_no_dimensions_to_filter_by() =>
        Errors("filter=page%3D%3D/a", ReportEndpoints.Quality).Keys.ShouldBe(["filter"]);

    [Theory, InlineData("bots=include"), InlineData("compare=previous")]
    public void What_the_contract_has_for_all_reports_is_taken_where_it_changes_nothing_and_wrong_words_are_not(string query)
    {
        Read(query, ReportEndpoints.Quality).Scope.IncludeBots.ShouldBeTrue();
        Read(query, ReportEndpoints.RejectedSamples).Scope.IncludeBots.ShouldBeTrue();
        Read(query, ReportEndpoints.Events);
        var name = query.Split('=')[0];
        Errors($"{name}=other", ReportEndpoints.Quality).Keys.ShouldBe([name]);
        Errors($"{name}=other", ReportEndpoints.RejectedSamples).Keys.ShouldBe([name]);
        Errors($"{name}=other", ReportEndpoints.Events).Keys.ShouldBe([name]);
    }

    [Fact]
    public void Figures_are_compared()
    {
        const string query = "compare=previous";
        Read(query, ReportEndpoints.Overview).ComparePrevious.ShouldBeTrue();
        Read(query, ReportEndpoints.Timeseries).ComparePrevious.ShouldBeTrue();
        Read($"{query}&dimension=page", ReportEndpoints.Breakdown).ComparePrevious.ShouldBeTrue();
        Read("dimension=page", ReportEndpoints.Breakdown).ComparePrevious.ShouldBeFalse();
    }

    [Theory]
    [InlineData("foo==x", "'foo' is no dimension", "page, entryPage")]
    [InlineData("Page==/", "'Page' is no dimension; did you mean page?", "page, entryPage")]
    [InlineData("brwoser==Chrome", "'brwoser' is no dimension; did you mean browser?", "page, entryPage")]
    [InlineData(" page==/", "' page' is no dimension; did you mean page?", "page, entryPage")]
    [InlineData("==x", "has no dimension before its operator", "page, entryPage")]
    [InlineData("", "is empty", "page==/prices")]
    [InlineData("page", "'page' is followed by no operator", "== (is), != (is not), =~ (contains)")]
    [InlineData("Page", "'Page' is no dimension; did you mean page?", "page, entryPage")]
    [InlineData("page!~x", "'!~' is no operator", "== (is), != (is not), =~ (contains)")]
    [InlineData("page=/a", "'=' is no operator", "== (is), != (is not), =~ (contains)")]
    [InlineData("page>5", "'page>5' is followed by no operator", "== (is), != (is not), =~ (contains)")]
    [InlineData("page==", "has no value", "page==null")]
    public void A_filters_message_says_which_part_is_wrong_and_what_is_allowed_there(string filter, string wrong, string allowed)
    {
        var error = Errors($"filter={Uri.EscapeDataString(filter)}", ReportEndpoints.Overview)["filter"].ShouldHaveSingleItem();
        error.ShouldContain(wrong);
        error.ShouldContain(allowed);
    }

    [Fact]
    public void Quality_of_too_many_days_is_refused() =>
        Errors("from=1950-01-01", ReportEndpoints.Quality).Keys.ShouldBe(["from"]);

    [Theory]
    [InlineData("type=hit", "type", "page_view")]
    [InlineData("cursor=abc", "cursor", "nextCursor")]
    [InlineData("cursor=!!!!!!!!!!!!!!!!!!!!!!", "cursor", "nextCursor")]
    public void Events_are_asked_for_by_type_and_cursor(string query, string parameter, string allowed) =>
        Errors(query, ReportEndpoints.Events)[parameter].ShouldHaveSingleItem().ShouldContain(allowed);

    [Fact]
    public void Events_take_a_type_and_the_cursor_that_an_answer_gave()
    {
        var asked = Read($"type=custom&cursor={new EventCursor(5, 6)}&limit=1000", ReportEndpoints.Events);
        (asked.Type, asked.After, asked.Limit).ShouldBe(("custom", new EventCursor(5, 6), GetEvents.MaxLimit));
    }

    [Theory]
    [InlineData("page==/a", "page", FilterOperator.Is, "/a")]
    [InlineData("page!=/a", "page", FilterOperator.IsNot, "/a")]
    [InlineData("page=~/a", "page", FilterOperator.Contains, "/a")]
    [InlineData("title==null", "title", FilterOperator.Is, null)]
    [InlineData("title!=null", "title", FilterOperator.IsNot, null)]
    [InlineData("title=~null", "title", FilterOperator.Contains, "null")]
    [InlineData("exitPage==a==b", "exitPage", FilterOperator.Is, "a==b")]
    [InlineData("page==/a ", "page", FilterOperator.Is, "/a ")]
    public void A_filter_is_a_dimension_an_operator_and_a_value(string text, string dimension, FilterOperator comparison, string? value) =>
        FilterText.Read(text, out _).ShouldBe(new DimensionFilter(Dimensions.Find(dimension)!, comparison, value));

    [Fact]
    public void Filters_may_be_several() =>
        Read("dimension=page&filter=page%3D%3D/a&filter=title!%3Dnull", ReportEndpoints.Breakdown).Scope.Filters.Count.ShouldBe(2);

    [Theory, InlineData("site=shop", false), InlineData("site=blog", true), InlineData("site=shop&site=blog", true), InlineData("", false)]
    public void Another_site_than_the_keys_is_seen(string query, bool another) => Parameters(query).NamesAnotherSite.ShouldBe(another);

    [Fact]
    public void A_breakdown_has_a_hundred_rows_unless_asked_for_more() =>
        Read("dimension=event", ReportEndpoints.Breakdown).Limit.ShouldBe(GetBreakdown.DefaultLimit);

    private static T Read<T>(string query, Func<ReportParameters, T> read)
    {
        var parameters = Parameters(query);
        var asked = read(parameters);
        parameters.FailUnknown();
        parameters.Errors.ShouldBeEmpty();
        return asked;
    }

    private static IReadOnlyDictionary<string, List<string>> Errors<T>(string query, Func<ReportParameters, T> read)
    {
        var parameters = Parameters(query);
        read(parameters);
        parameters.FailUnknown();
        return parameters.Errors;
    }

    private static ReportParameters Parameters(string query) =>
        new(new QueryCollection(new Dictionary<string, StringValues>(QueryHelpers.ParseQuery(query))), Shop, Now);
}
