using FluentValidation;

namespace Tracking.Application.Collect;

/// <summary>The rules that hold for events of all types.</summary>
internal sealed class EventEnvelopeValidator : AbstractValidator<EventEnvelope>
{
    /// <summary>The longest message id.</summary>
    public const int MaxMessageIdLength = 100;

    private static readonly TimeSpan OldestFromBrowser = TimeSpan.FromDays(30);
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset OldestHistory = new(1995, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public EventEnvelopeValidator()
    {
        RuleFor(envelope => envelope.MessageId)
            .Must(id => id.Length <= MaxMessageIdLength && id.All(c => c is >= ' ' and <= '~'))
            .OverridePropertyName("messageId")
            .WithMessage($"must be at most {MaxMessageIdLength} printable ASCII characters").Because(RejectionReason.InvalidValue);

        RuleFor(envelope => envelope.Timestamp)
            .Must((envelope, at) => at >= OldestHistory && (envelope.FromServer || at >= envelope.ReceivedAt - OldestFromBrowser))
            .OverridePropertyName("timestamp")
            .WithMessage(envelope => envelope.FromServer
                ? "must not be before 1995"
                : "must not be more than 30 days ago; a secret key may send history")
            .Because(RejectionReason.TooOld);

        RuleFor(envelope => envelope.Timestamp)
            .Must((envelope, at) => at <= envelope.ReceivedAt + FarthestAhead)
            .OverridePropertyName("timestamp")
            .WithMessage("must not be more than 1 hour ahead, corrected by sentAt where given").Because(RejectionReason.TooFarAhead);

        RuleFor(envelope => envelope.Context.Page == null ? null : envelope.Context.Page.Url).OptionalUrl("context.page.url");
        RuleFor(envelope => envelope.Context.Page == null ? null : envelope.Context.Page.Referrer).OptionalUrl("context.page.referrer");
    }
}
