using Tracking.Api.Composition;
using Tracking.Application.Reports;

namespace Tracking.Api.Reports;

/// <summary>Filters as the contract writes them: <c>page==/prices</c>, <c>title!=Home</c>, <c>hostname=~shop</c>, <c>title==null</c>.</summary>
internal static class FilterText
{
    private const string Form = "a filter is a dimension, an operator and a value, as in page==/prices";
    private const string AllowedOperators = "operators are == (is), != (is not), =~ (contains)";

    private static readonly (string Text, FilterOperator Operator)[] Operators =
        [("==", FilterOperator.Is), ("!=", FilterOperator.IsNot), ("=~", FilterOperator.Contains)];

    private static readonly string AllowedDimensions = $"dimensions are {Dimensions.Names}";

    /// <summary>Reads a filter; <c>null</c> when it is wrong.</summary>
    /// <param name="text">The parameter's value.</param>
    /// <param name="error">Which part of it is wrong, and what is allowed there.</param>
    public static DimensionFilter? Read(string text, out string? error)
    {
        error = null;
        var end = text.AsSpan().IndexOfAny("=!");
        var name = end < 0 ? text : text[..end];
        var dimension = Dimensions.Find(name);
        var (written, comparison) = end < 0 ? default : Array.Find(Operators, one => text.AsSpan(end).StartsWith(one.Text));
        if (dimension is null || written is null)
        {
            string?[] wrong = [dimension is null ? WrongDimension(name, end) : null, written is null ? WrongOperator(text, name, end) : null];
            error = string.Join("; ", wrong.Append(Form).OfType<string>());
            return null;
        }

        var value = text[(end + written.Length)..];
        if (value.Length is 0 or > DimensionFilter.MaxValueLength)
        {
            error = $"{(value.Length == 0 ? "has no value" : "has too long a value")}; allowed are 1 to {DimensionFilter.MaxValueLength} characters, "
                + $"and {dimension.Name}==null asks for what has none";
            return null;
        }

        return new DimensionFilter(dimension, comparison, value == "null" && comparison != FilterOperator.Contains ? null : value);
    }

    private static string WrongDimension(string name, int end)
    {
        if (name.Length == 0)
            return $"{(end < 0 ? "is empty" : "has no dimension before its operator")}; {AllowedDimensions}";
        var meant = Misspelling.Meant(Dimensions.All.Select(one => one.Name), name) is { } near ? $"; did you mean {near}?" : ";";
        return $"'{name}' is no dimension{meant} {AllowedDimensions}";
    }

    private static string? WrongOperator(string text, string name, int end)
    {
        if (end < 0)
            return name.Length == 0 ? null : $"'{name}' is followed by no operator; {AllowedOperators}";
        var length = text.Length > end + 1 && "=!~<>".Contains(text[end + 1]) ? 2 : 1;
        return $"'{text.Substring(end, length)}' is no operator; {AllowedOperators}";
    }
}
