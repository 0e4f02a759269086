using System.Runtime.InteropServices;
using System.Text.Json;
using Tracking.Application.Collect.Enrichment;

namespace Tracking.Application.Collect.Reading;

/// <summary>What was read of one event.</summary>
/// <param name="Type">Its type where it is one of the contract's, else <c>null</c>.</param>
/// <param name="MessageId">Its message id as sent, to name it in the answer; <c>null</c> when absent or unreadable.</param>
/// <param name="Command">The command; <c>null</c> where not even its type could be read.</param>
/// <param name="Errors">Why there is no command.</param>
public sealed record ReadEvent(string? Type, string? MessageId, ITrackCommand? Command, IReadOnlyList<FieldError> Errors);

/// <summary>Makes commands of a request's events.</summary>
public sealed class EventReader(EventSource source, DateTimeOffset? sentAt, SharedContext general)
{
    /// <summary>The largest event, in bytes of JSON with the batch's context, which is stored with it (HTTP contract v1: 32 KiB).</summary>
    public const int MaxEventBytes = 32 * 1_024;

    private const int MaxIdLength = 256;

    /// <summary>Reads one event. It never throws: what is wrong is in the command's envelope or in the errors.</summary>
    /// <param name="json">The event.</param>
    /// <param name="index">Its place in the request.</param>
    public ReadEvent Read(JsonElement json, int index)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Unusable(null, null, string.Empty, RejectionReason.WrongType, $"must be an object, not {JsonFields.KindOf(json)}");

        var errors = new List<FieldError>();
        var fields = new JsonFields(json, string.Empty, errors);
        if (JsonMarshal.GetRawUtf8Value(json).Length + general.Bytes > MaxEventBytes)
            return Unusable(null, null, string.Empty, RejectionReason.TooLarge, TooLarge());

        var typeName = fields.Text("type");
        var sentId = fields.Text("messageId");
        if (typeName is null)
        {
            if (errors.Count == 0)
                fields.Fail("type", RejectionReason.Missing, $"is required: one of {AllTypes}");
            return new ReadEvent(null, sentId, null, errors);
        }

        if (EventTypes.Find(typeName) is not { } type)
        {
            fields.Fail("type", RejectionReason.UnknownType, $"must be one of {AllTypes}");
            return new ReadEvent(null, sentId, null, errors);
        }

        if (IsBlank(fields, "messageId"))
            fields.Fail("messageId", RejectionReason.InvalidValue, "must not be blank");
        var context = fields.Context(source.FromServer).Over(general.Context);
        var timestamp = fields.Time("timestamp");
        var envelope = new EventEnvelope
        {
            Site = source.Site,
            FromServer = source.FromServer,
            Name = fields.Text("name"),
            MessageId = sentId ?? Guid.CreateVersion7(source.ReceivedAt).ToString("N"),
            Timestamp = TimeReading.Corrected(source.ReceivedAt, fields.Time("sentAt") ?? sentAt, timestamp),
            ReceivedAt = TimeReading.InWholeMilliseconds(source.ReceivedAt),
            Sequence = timestamp is null ? index : 0,
            AnonymousId = fields.Text("anonymousId", MaxIdLength),
            UserId = fields.Text("userId", MaxIdLength),
            Context = context.Surroundings,
            Choices = context.Choices,
            GlobalPrivacyControl = source.GlobalPrivacyControl || context.GlobalPrivacyControl == true,
            DoNotTrack = source.DoNotTrack,
            Client = ClientOf(context),
            CookielessTraits = new CookielessTraits(context.Address ?? source.ClientAddress, context.UserAgent ?? source.UserAgent),
            CookielessDay = new CookielessDay(DateOnly.FromDateTime(source.ReceivedAt.UtcDateTime), IsHistory: false),
            Unreadable = errors,
        };
        var command = type.Read(envelope, fields.Object("properties"));
        return new ReadEvent(type.Name, sentId, command, []);
    }

    // Blanks are absent elsewhere; an id of blanks would make every repetition a new event, and its sender believes it has given one.
    private static bool IsBlank(JsonFields fields, string name) =>
        fields.TryGet(name, out var value) && value.ValueKind == JsonValueKind.String
        && JsonFields.TryGetText(value, out var text) && text.Length > 0 && string.IsNullOrWhiteSpace(text);

    // A server that does not say for whom it speaks is not itself the visitor.
    private VisitorClient ClientOf(ReadContext context) => source.FromServer
        ? new VisitorClient { Kind = ClientKind.Server, Address = context.Address, UserAgent = context.UserAgent, Hints = context.Hints }
        : new VisitorClient
        {
            Kind = ClientKind.Script,
            Address = source.ClientAddress,
            UserAgent = source.UserAgent,
            Hints = context.Hints?.Over(source.Hints) ?? source.Hints,
            AcceptLanguage = source.AcceptLanguage,
        };

    private string TooLarge() => general.Bytes == 0
        ? $"must be at most {MaxEventBytes} bytes of JSON; send large content elsewhere"
        : $"must be at most {MaxEventBytes} bytes of JSON together with the batch's context, which has {general.Bytes}; put less in either";

    private static string AllTypes => string.Join(", ", EventTypes.All.Select(type => type.Name));

    private static ReadEvent Unusable(string? type, string? messageId, string path, RejectionReason reason, string message) =>
        new(type, messageId, null, [new FieldError(path, reason, message)]);
}
