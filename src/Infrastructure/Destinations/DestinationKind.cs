using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Tracking.Application.Collect;
using Tracking.Domain.Destinations;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Reads and checks a kind's settings.</summary>
/// <typeparam name="TSettings">Their record.</typeparam>
internal abstract class DestinationKind<TSettings>(IValidator<TSettings> validator) : IDestinationKind
    where TSettings : class
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract ConsentPurposes Requires { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Secrets { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FieldError> Check(JsonElement settings)
    {
        try
        {
            var read = settings.Deserialize<TSettings>(Json)!;
            return [.. validator.Validate(read).Errors.Select(error =>
                new FieldError($"settings.{JsonNamingPolicy.CamelCase.ConvertName(error.PropertyName)}", RejectionReason.InvalidValue, error.ErrorMessage))];
        }
        catch (JsonException exception)
        {
            // The serializer's words name types of the program, the path is the caller's.
            var members = typeof(TSettings).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            var path = exception.Path is { Length: > 2 } at ? "settings" + at[1..] : "settings";
            return [new FieldError(path, RejectionReason.WrongType, $"is not known or of another type; allowed: {string.Join(", ", members)}")];
        }
    }

    /// <inheritdoc/>
    public IDestination Open(int id, JsonElement settings) => Open(id, settings.Deserialize<TSettings>(Json)!);

    /// <inheritdoc cref="IDestinationKind.Open"/>
    protected abstract IDestination Open(int id, TSettings settings);
}
