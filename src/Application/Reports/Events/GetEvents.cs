using System.Text.Json;
using MediatR;
using Tracking.Contracts.Events;

namespace Tracking.Application.Reports.Events;

/// <summary>Asks for the events themselves, newest first, <c>identify</c> included.</summary>
/// <param name="Scope">Which.</param>
/// <param name="Type">Of one type only; <c>null</c>: of all.</param>
/// <param name="After">The last event of the page before; <c>null</c>: from the newest.</param>
/// <param name="Limit">How many, 1 to <see cref="MaxLimit"/>.</param>
public sealed record GetEvents(ReportScope Scope, string? Type, EventCursor? After, int Limit) : IRequest<EventsReport>
{
    /// <summary>The most events of one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The events of an answer unless it is asked for another number.</summary>
    public const int DefaultLimit = 100;
}

/// <summary>A page of events.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="From">Start of the range.</param>
/// <param name="To">End of the range, not in it.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Events">Each as the bus contract's <c>data</c>.</param>
/// <param name="NextCursor">By which the page after this is asked for; <c>null</c> on the last.</param>
public sealed record EventsReport(
    string Site,
    DateTimeOffset From,
    DateTimeOffset To,
    string Timezone,
    IReadOnlyList<TrackedEvent<JsonElement?>> Events,
    string? NextCursor);
