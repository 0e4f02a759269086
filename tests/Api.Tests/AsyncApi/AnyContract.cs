using System.Reflection;
using System.Text.Json;
using Tracking.Contracts.Events;

namespace Tracking.Api.Tests.AsyncApi;

/// <summary>Public records with whatever their types allow: where something may be absent, it is now and then.</summary>
internal static class AnyContract
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A stored event whose properties are such a record.</summary>
    public static TrackedEvent<JsonElement?> Event(string type, Type properties, Random random) => new()
    {
        Type = type,
        Name = type == "custom" ? Text(random) : null,
        MessageId = Text(random),
        Timestamp = Noon.AddMilliseconds(random.Next()),
        ReceivedAt = Noon.AddMilliseconds(random.Next()),
        Site = "shop",
        VisitorId = Text(random),
        SessionId = Maybe(random, () => Text(random)),
        AnonymousId = Maybe(random, () => Text(random)),
        UserId = Maybe(random, () => Text(random)),
        Properties = JsonSerializer.SerializeToElement(Of(properties, random), Written),
        Page = Maybe(random, () => (Page)Of(typeof(Page), random)),
        Campaign = Maybe(random, () => (Campaign)Of(typeof(Campaign), random)),
        Traffic = Maybe(random, () => (Traffic)Of(typeof(Traffic), random) with { Campaign = Text(random), Term = Text(random), Content = Text(random) }),
        Device = Maybe(random, () => (Device)Of(typeof(Device), random)),
        Geo = Maybe(random, () => (Geo)Of(typeof(Geo), random)),
        Consent = (Contracts.Events.Consent)Of(typeof(Contracts.Events.Consent), random),
    };

    /// <summary>Such a record, or a value of that type.</summary>
    public static object Of(Type type, Random random)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Text(random);
        if (type == typeof(bool))
            return random.Next(2) == 0;
        if (type == typeof(int))
            return random.Next();
        if (type == typeof(long))
            return random.NextInt64();
        if (type == typeof(decimal))
            return random.Next() / 100m;
        if (type == typeof(JsonElement))
            return JsonSerializer.SerializeToElement(new { any = Text(random), deep = new { number = 1.5 } });
        if (type.IsGenericType)
        {
            var items = Array.CreateInstance(type.GenericTypeArguments[0], random.Next(3));
            for (var index = 0; index < items.Length; index++)
                items.SetValue(Of(type.GenericTypeArguments[0], random), index);
            return items;
        }

        var nullability = new NullabilityInfoContext();
        var made = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        return made.Invoke(
        [
            .. made.GetParameters().Select(parameter =>
                nullability.Create(parameter).WriteState == NullabilityState.Nullable && random.Next(3) == 0 ? null : Of(parameter.ParameterType, random)),
        ]);
    }

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static T? Maybe<T>(Random random, Func<T> make)
        where T : class => random.Next(3) == 0 ? null : make();

    private static string Text(Random random) => random.Next(4) switch { 0 => "", 1 => "ação 1", 2 => "123", _ => $"text-{random.Next()}" };
}
