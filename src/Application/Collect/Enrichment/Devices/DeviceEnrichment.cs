using Tracking.Domain.Collect;

namespace Tracking.Application.Collect.Enrichment.Devices;

/// <summary>What the visitor used: kind of device, browser and system, out of the user agent and the client hints.</summary>
internal sealed class DeviceEnrichment(IUserAgentRules rules) : IEnrichment
{
    // A busy site sees some hundred a minute. At their longest 4,096 take 10 MB, usually 3.
    private const int GenerationSize = 2_048;

    private readonly RecentlyAsked<DeviceRequest, Device> devices = new(GenerationSize);

    /// <summary>How many devices are remembered.</summary>
    internal int Remembered => devices.Count;

    public PersonalFields Reads => PersonalFields.UserAgent;

    public EventEnrichment Enrich(ITrackCommand command, EventEnrichment found) =>
        Read(command.Envelope.Client) is { } device ? found with { Device = device } : found;

    /// <summary>The device; <c>null</c> when nothing tells of it, or the rules cannot be read.</summary>
    internal Device? Read(VisitorClient client)
    {
        if (DeviceRequest.Of(client) is not { } request)
            return null;
        if (devices.TryGet(request, out var known))
            return known;
        if (rules.Matcher is not { } matcher)
            return null;
        var told = request.UserAgent is null ? default : matcher.Match(request.UserAgent);
        var device = DeviceReading.Read(told, request);
        // A busy moment must not make a browser unknown for as long as it is seen.
        if (!told.RanOutOfTime)
            devices.Remember(request, device);
        return device;
    }
}
