using Tracking.Load.Traffic;

namespace Tracking.Load.Running;

/// <summary>The bare Kestrel endpoint (<see cref="Bare.BareServer"/>), in a process like the service's.</summary>
internal sealed class BareProcess : IServer, IAsyncDisposable
{
    private readonly ServerProcess process;

    private BareProcess(Uri url)
    {
        Target = new Target(url, "wk_load-measurement-write", "none");
        // The garbage collector that the service has.
        var settings = new Dictionary<string, string> { ["DOTNET_gcServer"] = "1" };
        process = ServerProcess.Start(Name, AppContext.BaseDirectory, settings, BuiltProgram.Self, LoadCommand.Bare, url.ToString());
    }

    /// <inheritdoc/>
    public string Name => "bare";

    /// <inheritdoc/>
    public Target Target { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Processes => [process.Id];

    /// <summary>Starts it.</summary>
    public static async Task<BareProcess> StartAsync(CancellationToken cancellationToken)
    {
        var bare = new BareProcess(FreeAddress.Find());
        try
        {
            await bare.process.ReadyAsync(bare.Target.Url, cancellationToken);
            return bare;
        }
        catch
        {
            await bare.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
