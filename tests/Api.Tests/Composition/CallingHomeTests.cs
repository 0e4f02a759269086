using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tracking.Api.Composition;

namespace Tracking.Api.Tests.Composition;

public sealed class CallingHomeTests
{
    [Theory]
    [InlineData("InMemory")]
    [InlineData("RabbitMq")]
    public async Task The_bus_reports_its_use_to_nobody(string transport)
    {
        var (app, _) = TrackingHost.Build([$"--Bus:Transport={transport}", "--ConnectionStrings:RabbitMq=amqp://localhost"]);
        await using (app)
            app.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled.ShouldBeFalse();
    }
}
