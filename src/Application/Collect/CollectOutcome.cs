using Tracking.Domain.Collect;

namespace Tracking.Application.Collect;

/// <summary>What became of one event.</summary>
public abstract record CollectOutcome
{
    private CollectOutcome()
    {
    }

    /// <summary>It is to be stored, whole or anonymised as its consent says.</summary>
    public sealed record Collected(CollectedEvent Event) : CollectOutcome;

    /// <summary>It is not to be stored.</summary>
    public sealed record Dropped(DropReason Reason) : CollectOutcome;

    /// <summary>It breaks the contract.</summary>
    public sealed record Rejected(IReadOnlyList<FieldError> Errors) : CollectOutcome;
}
