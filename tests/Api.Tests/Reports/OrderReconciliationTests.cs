using System.Text;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Reports;

/// <summary>A shop's list of orders, as JSON and as a table.</summary>
[Collection(OneService.Name)]
public sealed class OrderReconciliationTests(ServiceFixture fixture)
{
    private const string Range = "?from=2026-01-01&to=2027-06-01";

    [Theory]
    [InlineData("application/json", """{ "orders": [ { "orderId": "o-1", "value": 10.5, "currency": "EUR" }, { "orderId": "o-2" } ] }""")]
    [InlineData("text/csv", "orderId,value,currency\no-1,10.50,EUR\no-2,,\n")]
    [InlineData("text/csv; charset=utf-8", "\uFEFFvalue;orderId\r\n10.5;\"o-1\"\r\n;o-2")]
    public async Task A_list_is_read_in_every_form(string contentType, string body)
    {
        var site = await fixture.Service.CreateSiteAsync();
        await site.StoreAsync(Json.Object(
            """{ "type": "transaction", "anonymousId": "ana", "context": { "consent": { "analytics": true } }, "properties": { "orderId": "o-1", "value": 10.5, "currency": "EUR" } }"""));
        var answer = await PostAsync(site, contentType, body);
        answer.Status.ShouldBe(200, answer.Text);
        (answer.Number("listed"), answer.Number("matched"), answer.Number("unlisted")).ShouldBe((2, 1, 0));
        ((string)answer.Json["findings"]![0]!["finding"]!).ShouldBe("missing");
    }

    [Theory]
    [InlineData("application/json", "[]", "")]
    [InlineData("application/json", "{}", "orders")]
    [InlineData("application/json", """{ "orders": [ { "value": 1 } ] }""", "orders[0].orderId")]
    [InlineData("application/json", """{ "orders": [ { "orderId": "a" }, { "orderId": "a" } ] }""", "orders")]
    [InlineData("application/json", "{", "")]
    [InlineData("text/csv", "", "orders")]
    [InlineData("text/csv", "id,value\n1,2", "orders")]
    [InlineData("text/csv", "orderId,value\no-1,\"1,5\"", "orders[0]")]
    [InlineData("text/csv", "orderId,value\n,1", "orders[0]")]
    public async Task What_is_wrong_with_it_is_said(string contentType, string body, string path) =>
        (await PostAsync(await fixture.Service.CreateSiteAsync(), contentType, body)).ShouldBeProblem(400).Errors.Keys.ShouldContain(path);

    [Fact]
    public async Task Other_types_are_refused_with_those_that_are_not() =>
        (await PostAsync(await fixture.Service.CreateSiteAsync(), "application/xml", "<a/>")).ShouldBeProblem(415).Of("detail").ShouldContain("text/csv");

    private async Task<Answer> PostAsync(TestSite site, string contentType, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/reports/reconciliation" + Range) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Add("X-Api-Key", site.SecretKey);
        return await fixture.Service.SendAsync(request);
    }
}
