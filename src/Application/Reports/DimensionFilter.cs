namespace Tracking.Application.Reports;

/// <summary>One condition of a report.</summary>
/// <param name="Dimension">On what.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">With what, not empty; <c>null</c>: with having no value.</param>
public sealed record DimensionFilter(Dimension Dimension, FilterOperator Operator, string? Value)
{
    /// <summary>The most conditions of one report.</summary>
    public const int MostFilters = 20;

    /// <summary>The longest value, in characters.</summary>
    public const int MaxValueLength = 2_048;
}

/// <summary>How a filter compares.</summary>
public enum FilterOperator
{
    /// <summary><c>==</c>: is the value, character by character.</summary>
    Is,

    /// <summary><c>!=</c>: is another value, or has none.</summary>
    IsNot,

    /// <summary><c>=~</c>: contains the value, case ignored.</summary>
    Contains,
}
