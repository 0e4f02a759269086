using CsCheck;
using Tracking.Api.Tests.Collect;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Reports;

/// <summary>Whatever a report is asked: an answer, or a problem that is the asker's.</summary>
[Collection(OneService.Name)]
public sealed class ReportFuzzTests(ServiceFixture fixture)
{
    private const int Requests = 400;

    private static readonly string[] Names =
        ["from", "to", "timezone", "filter", "compare", "format", "bots", "interval", "dimension", "limit", "offset", "cursor", "type", "site", "x"];

    private static readonly Gen<string> Value = Gen.Frequency(
        (6, Gen.OneOf<string>(
            "1900-01-01", "2200-12-31", "2201-01-01", "0001-01-01", "9999-12-31", "-9998-01-01", "2026-05-17T10:05:03 02:00",
            "9999-12-31T23:59:59-18:00", "0001-01-01T00:00:00+18:00", "9999-12-31T23:59:59", "1900-01-01T00:00:00Z", "2200-12-31T23:59:59.999Z",
            "999999999999999", "-99999999999999", "-2208988800000", "7289654399999", "9223372036854775807", "2147483647", "2147483648", "-1", "0", "1",
            "Pacific/Pago_Pago", "Pacific/Kiritimati", "Pacific/Apia", "Africa/Monrovia", "America/Sao_Paulo", "Etc/GMT+12", "../UTC",
            "hour", "day", "week", "month", "previous", "include", "csv", "json", "ndjson", "page", "event", "channel", "country", "page_view", "custom",
            "page==/a", "page=~%", "page!=null", "event==null", "title=~[", "channel=~_", "hostname==' OR 1=1 --", "page==\0", "page=~\uD83D", "=~", "==",
            "AAAAAAAAAAAAAAAAAAAAAA", "", "null")),
        (1, Gen.String[0, 40]),
        (1, Gen.Long.Select(number => number.ToString())));

    private static readonly Gen<string> Query = Gen.Select(Gen.OneOf<string>(Names), Value).Array[0, 6]
        .Select(pairs => string.Join('&', pairs.Select(pair => $"{pair.Item1}={Escape(pair.Item2)}")));

    [Theory]
    [InlineData("overview")]
    [InlineData("timeseries")]
    [InlineData("breakdown")]
    [InlineData("events")]
    [InlineData("quality")]
    [InlineData("quality/rejected")]
    public async Task No_query_makes_a_report_fail(string report)
    {
        var site = await fixture.Service.CreateSiteAsync("""{ "consentMode": "opt-out" }""");
        await site.StoreAsync(Sample.PageView());
        var mayNeed = report == "breakdown" ? "dimension=page&" : string.Empty;
        await Query.SampleAsync(
            async query =>
            {
                var answer = await fixture.Service.SendAsync(HttpMethod.Get, $"/v1/reports/{report}?{mayNeed}{query}", null, site.SecretKey);
                answer.Status.ShouldBeOneOf(200, 400, 403);
                if (answer.Status == 400)
                    answer.Errors.ShouldNotBeEmpty();
            },
            iter: Requests,
            threads: 1);
    }

    [Theory]
    [InlineData("from=999999999999999", "from")]
    [InlineData("to=9999-12-31T23:59:59-18:00", "to")]
    [InlineData("timezone=Pacific/Pago_Pago&to=9999-12-31T23:59:59", "to")]
    public async Task A_time_outside_the_calendar_is_said_to_be_wrong(string query, string parameter)
    {
        var answer = await fixture.Service.SendAsync(HttpMethod.Get, $"/v1/reports/overview?{query}", null, RunningService.SecretKey);
        answer.ShouldBeProblem(400).Errors[parameter].ShouldHaveSingleItem().ShouldContain("1900 to 2200");
    }

    // Lone surrogates have no escape of their own.
    private static string Escape(string text) => string.Concat(System.Text.Encoding.UTF8.GetBytes(text).Select(one => $"%{one:X2}"));
}
