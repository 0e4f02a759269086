using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;

namespace Tracking.Application.Tests.Collect.Reading;

/// <summary>An object's fields, and what was found wrong with them.</summary>
internal sealed class ReadJson
{
    public ReadJson(string json) => Fields = new JsonFields(JsonDocument.Parse(json).RootElement, string.Empty, Errors);

    public List<FieldError> Errors { get; } = [];

    public JsonFields Fields { get; }

    /// <summary>The fields of <c>{ "it": VALUE }</c>.</summary>
    public static ReadJson It(string value) => new($"{{ \"it\": {value} }}");

    /// <summary>What is wrong, as <c>path Reason</c>.</summary>
    public IEnumerable<string> Wrong => Errors.Select(error => $"{error.Path} {error.Reason}");
}
