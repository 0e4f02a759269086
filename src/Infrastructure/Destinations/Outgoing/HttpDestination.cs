namespace Tracking.Infrastructure.Destinations.Outgoing;

/// <summary>A destination that is reached by HTTP.</summary>
internal abstract class HttpDestination(HttpClient client) : IDestination
{
    /// <inheritdoc/>
    public abstract BatchLimits Limits { get; }

    /// <inheritdoc/>
    public virtual TimeSpan? OldestEvent => null;

    /// <inheritdoc/>
    public virtual bool IsOrdered => false;

    /// <summary>The way out.</summary>
    protected HttpClient Client => client;

    /// <inheritdoc/>
    public abstract Mapping Map(ForwardedEvent forwarded);

    /// <inheritdoc/>
    public abstract Task<SendResult> SendAsync(IReadOnlyList<MappedEvent> events, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual async Task<(bool IsTaken, IReadOnlyList<string> Says)> TestAsync(MappedEvent sample, CancellationToken cancellationToken)
    {
        var result = await SendAsync([sample], cancellationToken);
        return (result.Kind is SendResultKind.Sent or SendResultKind.Confirmed, result.Reason is { } reason ? [reason] : []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        GC.SuppressFinalize(this);
    }
}
