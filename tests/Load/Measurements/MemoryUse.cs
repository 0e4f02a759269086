using Tracking.Load.Results;
using Tracking.Load.Running;

namespace Tracking.Load.Measurements;

/// <summary>Row 7: the proportional set size of the service's processes, each for itself.</summary>
internal sealed class MemoryUse(Installation service)
{
    private const double Megabyte = 1_048_576;
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);

    /// <summary>Megabytes of the largest of the service's processes.</summary>
    public double Largest => service.Services.Max(process => ProcessFiles.PssOf(process.Id)) / Megabyte;

    /// <summary>Each process with its megabytes.</summary>
    public override string ToString() => string.Join(
        ", ",
        service.Services.Select(process => $"{process.Name} {ProcessFiles.PssOf(process.Id) / Megabyte:N0} MB")
            .Concat(service.BrokerProcesses.Count == 0 ? [] : [$"broker {ProcessFiles.PssOf(service.BrokerProcesses) / Megabyte:N0} MB"]));

    /// <summary>Measures a service that was started and has had nothing to do.</summary>
    public async Task IdleAsync(FigureTable table, CancellationToken cancellationToken)
    {
        Progress.Say($"{service.Name}: memory, {IdleAfter.TotalSeconds} s after the start");
        await Task.Delay(IdleAfter, cancellationToken);
        table.Add("7", service, $"MB (PSS) idle, {IdleAfter.TotalSeconds} s after the start", Goals.IdleMemory.Judge(Largest), ToString());
    }

    /// <summary>Measures a service that has had much to do.</summary>
    public void Loaded(string after, FigureTable table) =>
        table.Add("7", service, $"MB (PSS) after {after}", Goals.LoadedMemory.Judge(Largest), ToString());
}
