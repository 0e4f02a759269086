using System.Text;
using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Collect;

/// <summary>Events nested deeper than can be read, and their neighbours.</summary>
[Collection(OneService.Name)]
public sealed class DeepEventTests(ServiceFixture fixture)
{
    private const string Allowed = "must have at most 58 levels of nesting";

    [Theory]
    [InlineData(58, true)]
    [InlineData(59, false)]
    [InlineData(200, false)]
    [InlineData(10_000, false)]
    [InlineData(100_000, false)]
    public async Task A_deep_event_is_rejected_and_its_neighbours_are_taken(int levels, bool isTaken)
    {
        var site = await fixture.Service.CreateSiteAsync();
        var view = Sample.PageView().ToJsonString();
        var answer = await site.CollectAsync(
            $$"""{ "sentAt": null, "more": [[{ "events": 1 }]], "events": [ 7, {{Deep(levels)}}, {{view}}, [], {{Deep(levels)}} ] }""");

        answer.Status.ShouldBe(202, answer.Text);
        answer.Rejected.Where(one => one.Errors.Values.Any(messages => messages.Contains(Allowed))).Select(one => one.Index)
            .ShouldBe(isTaken ? [] : [1, 4]);
        answer.Rejected.Select(one => one.Index).ShouldBe(isTaken ? [0, 3] : [0, 1, 3, 4]);
        (await site.StoredAsync()).Count.ShouldBe(isTaken ? 3 : 1);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(200_000)]
    public async Task A_deep_event_alone_is_named_by_the_limit(int levels)
    {
        var answer = await SendAsync(Deep(levels));

        answer.ShouldBeProblem(400).Errors[""].ShouldBe([Allowed]);
        answer.Rejected.Single().Index.ShouldBe(0);
    }

    [Theory]
    [InlineData("context")]
    [InlineData("unknown")]
    public async Task What_is_deep_beside_the_events_refuses_the_request(string member) =>
        (await SendAsync($$"""{ "{{member}}": {{Deep(100)}}, "events": [ {{Sample.PageView().ToJsonString()}} ] }"""))
            .ShouldBeProblem(400).Of("detail").ShouldContain("60 levels");

    [Theory]
    [InlineData("{ \"events\": ")]
    [InlineData("{ \"events\": [ 1, ")]
    [InlineData("{ \"\\ud800\": 1, \"events\": ")]
    [InlineData("")]
    public async Task Brackets_without_end_do_no_harm(string before)
    {
        var brackets = new string('[', 250_000);
        (await SendAsync(before + brackets)).ShouldBeProblem(400);
        (await SendAsync(before + brackets + new string(']', 250_000))).ShouldBeProblem(400);
    }

    private static string Deep(int levels) =>
        """{"type":"custom","name":"deep","properties":{"a":""" + new string('[', levels - 2) + new string(']', levels - 2) + "}}";

    private Task<Answer> SendAsync(string json) => new TestSite(
        fixture.Service, RunningService.Site, RunningService.WriteKey, RunningService.SecretKey).CollectAsync(Encoding.UTF8.GetBytes(json));
}
