using System.Text.Json;
using System.Text.Json.Nodes;
using Tracking.Application.Collect;
using Tracking.Contracts;
using Tracking.Contracts.Events;
using Tracking.Contracts.Privacy;

namespace Tracking.Api.Operation.AsyncApi;

/// <summary>The AsyncAPI document (<c>/asyncapi.json</c>): the public bus, made of the records in Tracking.Contracts (bus contract v1).</summary>
/// <remarks>Source: AsyncAPI 3.0.0, and AMQP bindings 0.3.0.</remarks>
internal static class BusDocument
{
    private const string BindingVersion = "0.3.0";

    private const string Introduction =
        """
        What the service publishes on RabbitMQ: every stored event, and every decision about consent on record. Bind a queue of your own to an exchange;
        any AMQP client will do. Each message is a CloudEvent 1.0 in structured JSON mode, persistent, with its id as AMQP's `message-id`.

        Every message arrives **at least once** in each queue that is bound at the time, and a repetition has the same `source` and `id`. Order of arrival is
        not promised: sort by `timestamp`. `sessionId` is provisional: a late event can join two sessions. What is absent is left out, and members may be
        added: ignore what you do not know.

        With the in-memory transport (`Bus__Transport=InMemory`) nothing is published.
        """;

    private static readonly Lazy<byte[]> Made = new(() => JsonSerializer.SerializeToUtf8Bytes(Make()));

    /// <summary>The document, in JSON.</summary>
    public static byte[] Json => Made.Value;

    private static JsonObject Make()
    {
        var schemas = new MessageSchemas(ContractComments.Read());
        BusMessage[] messages =
        [
            .. EventTypes.All.Select(type => EventMessage(type, schemas)),
            new("consent_changed", "privacy", "consent_changed", "A visitor has decided anew.", schemas.Of(typeof(ConsentChanged), CloudTypeOf("consent_changed"))),
        ];
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Tracking: public bus",
                ["version"] = "1",
                ["description"] = Introduction,
                ["license"] = new JsonObject { ["name"] = "MIT" },
            },
            ["defaultContentType"] = CloudEvent<object>.ContentType,
            ["channels"] = Named(messages, ChannelOf),
            ["operations"] = Named(messages, OperationOf),
            ["components"] = new JsonObject
            {
                ["messages"] = Named(messages, MessageOf),
                ["schemas"] = Named(messages, message => message.Schema),
                ["parameters"] = new JsonObject
                {
                    ["site"] = new JsonObject { ["description"] = "The site's name: 1 to 63 of a–z, 0–9 and -. Bind with * for all sites." },
                    ["name"] = new JsonObject
                    {
                        ["description"] = "The custom event's name in small letters, every run of other characters than a–z and 0–9 one _. Bind with * for all names.",
                    },
                },
                ["channelBindings"] = new JsonObject { ["events"] = ExchangeOf(Exchanges.Events), ["privacy"] = ExchangeOf(Exchanges.Privacy) },
                ["operationBindings"] = new JsonObject
                {
                    ["persistent"] = new JsonObject { ["amqp"] = new JsonObject { ["deliveryMode"] = 2, ["bindingVersion"] = BindingVersion } },
                },
            },
        };
    }

    private static BusMessage EventMessage(EventType type, MessageSchemas schemas)
    {
        var isCustom = type.Name == "custom";
        var schema = schemas.Of(typeof(TrackedEvent<>).MakeGenericType(type.Contract), CloudTypeOf(type.Name));
        var data = MessageSchemas.Member(schema, "data");
        MessageSchemas.Member(data, "type")["const"] = type.Name;
        Require(schema, "subject");
        if (isCustom)
        {
            Require(data, "name");
            var properties = MessageSchemas.Member(data, "properties");
            properties["type"] = "object";
            properties["description"] = "Whatever the sender named; {} when nothing.";
        }

        return new BusMessage(type.Name, "events", isCustom ? "custom.{name}" : type.Name, $"A stored event of type {type.Name}.", schema);
    }

    private static void Require(JsonObject schema, string name)
    {
        schema["required"]!.AsArray().Add(name);
        MessageSchemas.Require(MessageSchemas.Member(schema, name));
    }

    private static JsonObject ChannelOf(BusMessage message)
    {
        var parameters = new JsonObject { ["site"] = Reference("parameters", "site") };
        if (message.Key.Contains("{name}", StringComparison.Ordinal))
            parameters["name"] = Reference("parameters", "name");
        return new JsonObject
        {
            ["address"] = $"{{site}}.{message.Key}",
            ["description"] = $"The address is the routing key, on the exchange `tracking.{message.Exchange}`.",
            ["parameters"] = parameters,
            ["messages"] = new JsonObject { [message.Name] = Reference("messages", message.Name) },
            ["bindings"] = Reference("channelBindings", message.Exchange),
        };
    }

    private static JsonObject OperationOf(BusMessage message) => new()
    {
        ["action"] = "send",
        ["summary"] = message.Summary,
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{message.Name}" },
        ["messages"] = new JsonArray(new JsonObject { ["$ref"] = $"#/channels/{message.Name}/messages/{message.Name}" }),
        ["bindings"] = Reference("operationBindings", "persistent"),
    };

    private static JsonObject MessageOf(BusMessage message) => new()
    {
        ["name"] = CloudTypeOf(message.Name),
        ["summary"] = message.Summary,
        ["contentType"] = CloudEvent<object>.ContentType,
        ["payload"] = Reference("schemas", message.Name),
    };

    private static JsonObject ExchangeOf(string name) => new()
    {
        ["amqp"] = new JsonObject
        {
            ["is"] = "routingKey",
            ["exchange"] = new JsonObject { ["name"] = name, ["type"] = "topic", ["durable"] = true, ["autoDelete"] = false },
            ["bindingVersion"] = BindingVersion,
        },
    };

    private static string CloudTypeOf(string name) => $"tracking.{name}.v1";

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    private static JsonObject Named(IEnumerable<BusMessage> messages, Func<BusMessage, JsonNode> made) =>
        new(messages.Select(message => KeyValuePair.Create<string, JsonNode?>(message.Name, made(message))));

    /// <summary>One kind of message.</summary>
    /// <param name="Name">The event's type, or what has happened.</param>
    /// <param name="Exchange">Which binding it goes by: <c>events</c> or <c>privacy</c>.</param>
    /// <param name="Key">The routing key after the site.</param>
    /// <param name="Summary">When it is published.</param>
    /// <param name="Schema">What is in it.</param>
    private sealed record BusMessage(string Name, string Exchange, string Key, string Summary, JsonObject Schema);
}
