using FluentValidation;
using FluentValidation.Results;

namespace Tracking.Application.Collect;

/// <summary>Rules that several event types share, with the words and reasons that the sender and the quality report get.</summary>
internal static class Rules
{
    /// <summary>Must be given.</summary>
    public static IRuleBuilderOptions<T, TValue> Required<T, TValue>(this IRuleBuilder<T, TValue> rule, string path) =>
        rule.NotEmpty().OverridePropertyName(path).WithMessage("is required").Because(RejectionReason.Missing);

    /// <summary>Must be given, and be the URL of a page.</summary>
    public static void RequiredUrl<T>(this IRuleBuilderInitial<T, string?> rule, string path) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().OverridePropertyName(path).WithMessage($"is required: {PageUrl.Allowed}").Because(RejectionReason.Missing)
        .Must(PageUrl.IsValid).OverridePropertyName(path).WithMessage(PageUrl.Allowed).Because(RejectionReason.InvalidValue);

    /// <summary>If given, must be the URL of a page.</summary>
    public static void OptionalUrl<T>(this IRuleBuilder<T, string?> rule, string path) => rule
        .Must(url => url is null || PageUrl.IsValid(url))
        .OverridePropertyName(path).WithMessage(PageUrl.Allowed).Because(RejectionReason.InvalidValue);

    /// <summary>If given, must lie in a range.</summary>
    public static void InRange<T>(this IRuleBuilder<T, decimal?> rule, decimal least, decimal most, string path) => rule
        .Must(value => value is null || (value >= least && value <= most))
        .OverridePropertyName(path).WithMessage($"must be between {least} and {most}").Because(RejectionReason.InvalidValue);

    /// <summary>If given, must lie in a range.</summary>
    public static void InRange<T>(this IRuleBuilder<T, long?> rule, long least, long most, string path) => rule
        .Must(value => value is null || (value >= least && value <= most))
        .OverridePropertyName(path).WithMessage($"must be between {least} and {most}").Because(RejectionReason.InvalidValue);

    /// <summary>Names the reason under which a breach is counted.</summary>
    public static IRuleBuilderOptions<T, TValue> Because<T, TValue>(this IRuleBuilderOptions<T, TValue> rule, RejectionReason reason) =>
        rule.WithState(_ => reason);

    /// <summary>The reason of a breach.</summary>
    public static RejectionReason ReasonOf(ValidationFailure failure) =>
        failure.CustomState is RejectionReason reason ? reason : RejectionReason.InvalidValue;
}
