using Microsoft.AspNetCore.Routing;
using Tracking.Api.Composition;

namespace Tracking.Api.Tests.Composition;

/// <summary>Paths that an operator sets must not meet the service's own: two endpoints of one path answer 500.</summary>
public sealed class ServicePathsTests
{
    [Fact]
    public async Task Every_route_of_the_service_begins_where_no_operators_path_may()
    {
        var (app, _) = TrackingHost.Build(["--environment", "Development"]);
        await using (app)
        {
            var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0]).Distinct().ToList();
            routes.ShouldContain("v1");
            routes.Except(TrackingSettings.ServicePaths).ShouldBe(["", "tracker.js"], ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("/shop/e", true)]
    [InlineData("/e", true)]
    [InlineData("/V1/events2", false)]
    [InlineData("/v1/consents", false)]
    [InlineData("/e/", false)]
    [InlineData("//e", false)]
    [InlineData("/e?x", false)]
    [InlineData("/{e}", false)]
    [InlineData("e", false)]
    [InlineData("", false)]
    public void An_operators_path_is_plain_and_free(string path, bool isAllowed)
    {
        using var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        configuration["Collect:EventsPath"] = path;
        if (isAllowed)
            TrackingSettings.Read(configuration).Collect.EventsPath.ShouldBe(path);
        else
            Should.Throw<WrongSettingsException>(() => TrackingSettings.Read(configuration)).Lines.ShouldHaveSingleItem().ShouldStartWith("Collect__EventsPath is ");
    }
}
