using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Runtime.Serialization;
using MassTransit;
using MassTransit.Serialization;

namespace Tracking.Infrastructure.Bus;

/// <summary>
/// Sends <see cref="AcceptedEvents"/> as the bytes that they are, and what MassTransit adds in headers: in its JSON envelope they would be
/// base64 within a document that is copied four times on the way. Messages of releases that wrote the envelope are read by its content type.
/// </summary>
internal sealed class BatchSerializer : RawMessageSerializer, ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    /// <summary>The only one; it holds nothing.</summary>
    public static readonly BatchSerializer Instance = new();

    private BatchSerializer()
    {
    }

    /// <inheritdoc/>
    ContentType IMessageSerializer.ContentType => Batch;

    /// <inheritdoc/>
    ContentType IMessageDeserializer.ContentType => Batch;

    /// <inheritdoc/>
    ContentType ISerializerFactory.ContentType => Batch;

    private static ContentType Batch { get; } = new("application/vnd.tracking.batch");

    /// <inheritdoc/>
    public IMessageSerializer CreateSerializer() => this;

    /// <inheritdoc/>
    public IMessageDeserializer CreateDeserializer() => this;

    /// <inheritdoc/>
    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class
    {
        SetRawMessageHeaders(context);
        return new BytesMessageBody((context.Message as AcceptedEvents)?.Payload
            ?? throw new SerializationException($"{typeof(T).Name} is not sent as a batch."));
    }

    /// <inheritdoc/>
    public ConsumeContext Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(
        receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    /// <inheritdoc/>
    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        new Received(new AcceptedEvents(body.GetBytes()), new RawMessageContext(headers, destinationAddress, RawSerializerOptions.Default));

    /// <inheritdoc/>
    public MessageBody GetMessageBody(string text) => throw new NotSupportedException("A batch is bytes.");

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateScope("batch").Add("contentType", Batch.MediaType);

    /// <summary>A received batch; what is answered to it is JSON.</summary>
    private sealed class Received(AcceptedEvents message, MessageContext context)
        : BaseSerializerContext(SystemTextJsonMessageSerializer.Instance, context, [MessageUrn.ForTypeString<AcceptedEvents>()])
    {
        public override bool TryGetMessage<T>(out T? sent)
            where T : class => (sent = message as T) is not null;

        public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? sent) =>
            (sent = messageType.IsInstanceOfType(message) ? message : null) is not null;

        public override IMessageSerializer GetMessageSerializer() => Instance;

        public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T sent) => SerializerOf(sent);

        public override IMessageSerializer GetMessageSerializer(object sent, string[] messageTypes) => SerializerOf(sent);

        public override Dictionary<string, object> ToDictionary<T>(T? sent)
            where T : class => throw new NotSupportedException("A batch is bytes.");

        private static IMessageSerializer SerializerOf(object? sent) => sent is AcceptedEvents ? Instance : SystemTextJsonMessageSerializer.Instance;
    }
}
