using Tracking.Application.Reports;

namespace Tracking.Api.Reports;

/// <summary>Filters as the contract writes them: <c>page==/prices</c>, <c>title!=Home</c>, <c>hostname=~shop</c>, <c>title==null</c>.</summary>
internal static class FilterText
{
    private static readonly (string Text, FilterOperator Operator)[] Operators =
        [("==", FilterOperator.Is), ("!=", FilterOperator.IsNot), ("=~", FilterOperator.Contains)];

    private static readonly string Allowed =
        $"must be a dimension, an operator and a value, as in page==/prices; dimensions are {Dimensions.Names}, "
        + "operators are == (is), != (is not) and =~ (contains), and ==null asks for what has no value";

    /// <summary>Reads a filter; <c>null</c> when it is wrong.</summary>
    /// <param name="text">The parameter's value.</param>
    /// <param name="error">What is wrong and what is allowed.</param>
    public static DimensionFilter? Read(string text, out string? error)
    {
        error = Allowed;
        var end = text.AsSpan().IndexOfAny("=!");
        if (end < 0 || Dimensions.Find(text[..end]) is not { } dimension)
            return null;
        foreach (var (written, comparison) in Operators)
        {
            if (!text.AsSpan(end).StartsWith(written))
                continue;
            var value = text[(end + written.Length)..];
            if (value.Length is 0 or > DimensionFilter.MaxValueLength)
            {
                error = $"must have a value of 1 to {DimensionFilter.MaxValueLength} characters; {dimension.Name}==null asks for what has none";
                return null;
            }

            error = null;
            return new DimensionFilter(dimension, comparison, value == "null" && comparison != FilterOperator.Contains ? null : value);
        }

        return null;
    }
}
