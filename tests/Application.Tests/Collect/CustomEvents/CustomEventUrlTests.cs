using System.Text.Json.Nodes;
using Tracking.Domain.Collect;

namespace Tracking.Application.Tests.Collect.CustomEvents;

public sealed class CustomEventUrlTests : IDisposable
{
    private readonly CollectPipeline pipeline = new();

    public void Dispose() => pipeline.Dispose();

    [Theory]
    [InlineData("\"https://u:p@shop.example/?token=x&utm_source=a\"", "\"https://shop.example/?utm_source=a\"")]
    [InlineData("\"https://shop.example/?gclid=x\"", "\"https://shop.example/\"")]
    [InlineData("\"see https://shop.example/?gclid=x\"", "\"see https://shop.example/?gclid=x\"")]
    [InlineData("\"/?gclid\"", "\"/?gclid\"")]
    [InlineData("1.50", "1.50")]
    public async Task A_property_that_is_a_url_is_cleaned_like_one_whatever_it_is_called(string sent, string expected)
    {
        await pipeline.CollectAsync(JsonNode.Parse($$"""
            { "type": "custom", "name": "shared", "context": { "consent": { "analytics": true } }, "properties": { "link": {{sent}} } }
            """)!.AsObject());

        pipeline.Published.ShouldHaveSingleItem().ShouldBeOfType<CustomEventOccurred>()
            .Properties!.Value.GetProperty("link").GetRawText().ShouldBe(expected);
    }
}
