using Tracking.Api.Tests.Composition;

namespace Tracking.Api.Tests.Operation;

[Collection(OneService.Name)]
public sealed class HeadTests(ServiceFixture fixture)
{
    [Theory]
    [InlineData("/tracker.js")]
    [InlineData("/docs")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    public async Task What_can_be_read_can_be_asked_for_its_head(string path)
    {
        var (get, head) = (await AskAsync(HttpMethod.Get, path), await AskAsync(HttpMethod.Head, path));

        (head.Status, head.ContentType, head.Text).ShouldBe((get.Status, get.ContentType, string.Empty));
    }

    private Task<Answer> AskAsync(HttpMethod method, string path) => fixture.Service.SendAsync(method, path);
}
