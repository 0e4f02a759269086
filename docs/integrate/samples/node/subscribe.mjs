// Reads the public bus with amqplib.
//   RABBITMQ_URI=amqp://… node subscribe.mjs QUEUE ROUTING_KEY [EXCHANGE]
import amqplib from 'amqplib';

const broker = process.env.RABBITMQ_URI;
const [queue, routingKey, exchange = 'tracking.events'] = process.argv.slice(2);
if (!broker || !queue || !routingKey) {
  console.error('RABBITMQ_URI=amqp://user:password@host:5672/vhost node subscribe.mjs QUEUE ROUTING_KEY [EXCHANGE]');
  process.exit(2);
}

// Run again, for the first connection and for each one after a break.
async function subscribe(connection) {
  const channel = await connection.createChannel();
  // As the service declares it: whoever is first makes it.
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertQueue(queue, {
    durable: true,
    arguments: {
      // Survives the loss of a node of the broker's cluster.
      'x-queue-type': 'quorum',
      // The bounds, since what nobody reads fills the broker's disk: past so many messages the oldest are let go, and a queue that has
      // had no consumer for a week is deleted. What was let go never comes again: set them above your longest outage.
      'x-max-length': 100_000,
      'x-expires': 7 * 24 * 60 * 60 * 1000,
    },
  });
  await channel.bindQueue(queue, exchange, routingKey);
  // So many unacknowledged messages at most are here at a time.
  await channel.prefetch(100);
  await channel.consume(queue, (message) => {
    // The broker has deleted the queue: end, and let whoever runs this start it again.
    if (!message) process.exit(1);
    try {
      handle(message);
    } catch (error) {
      // It will never be readable: away with it, or it would come for ever.
      console.error(`unreadable ${message.fields.routingKey}: ${error.message}`);
      channel.nack(message, false, false);
      return;
    }
    // Only now: what was not acknowledged when this process dies comes again.
    channel.ack(message);
  });
  console.error(`${queue} waits for ${exchange} ${routingKey}`);
}

// Safe to run twice for one message is what your own handling has to be: remember (source, id), or write so that twice is as once.
function handle(message) {
  const event = JSON.parse(message.content);
  console.log(`${event.id} ${message.fields.routingKey}`);
}

const connection = await amqplib.connect(broker, { recovery: { maxRetries: Infinity, initialMaxRetries: 3, setup: subscribe } });
connection.on('error', (error) => console.error(error.message));
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => connection.close().then(() => process.exit(0), () => process.exit(1)));
