using MediatR;

namespace Tracking.Application.Reports.Quality;

/// <summary>Asks for samples of rejected events, newest first.</summary>
/// <param name="Scope">Of what; its filters do not apply.</param>
/// <param name="Limit">How many, 1 to <see cref="MaxLimit"/>.</param>
public sealed record GetRejectedSamples(ReportScope Scope, int Limit) : IRequest<RejectedSamplesReport>
{
    /// <summary>The most samples of one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The samples of an answer unless it is asked for another number.</summary>
    public const int DefaultLimit = 100;
}

/// <summary>Samples of rejected events.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Samples">The samples.</param>
public sealed record RejectedSamplesReport(
    string Site, DateTimeOffset From, DateTimeOffset To, string Timezone, IReadOnlyList<RejectedSample> Samples);

/// <summary>One rejected event, without any value of it.</summary>
/// <param name="Time">When it was received.</param>
/// <param name="Type">Its type, where it is one of the contract's.</param>
/// <param name="Path">Where it was wrong.</param>
/// <param name="Reason">In what way.</param>
public sealed record RejectedSample(DateTimeOffset Time, string? Type, string Path, string Reason);
