import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { maxBatchBytes, maxEventBytes, maxTries, maxWaiting, openQueue } from '../src/queue.ts';
import { define, settled } from './browser.ts';

interface Sent {
  url: string;
  init: { body: string; keepalive: boolean; method: string; headers: { [name: string]: string } };
}

const endpoint = 'https://collect.example/v1/events?key=wk_1';
let sent: Sent[];
let beacons: string[];
let answer: () => { status: number; headers?: { [name: string]: string } };

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse('2026-01-31T12:00:00Z') });
  sent = [];
  beacons = [];
  answer = () => ({ status: 202 });
  define({
    fetch: async (url: string, init: Sent['init']) => {
      sent.push({ url, init });
      const { status, headers } = answer();
      return { status, headers: new Headers(headers) };
    },
    navigator: { sendBeacon: (_: string, body: string) => beacons.push(body) > 0 },
  });
});

afterEach(() => mock.timers.reset());

const open = () => openQueue(endpoint, () => ({ locale: 'pt-BR' }));
const event = (id: number, size = 0) => JSON.stringify({ messageId: `m${id}`, filler: 'x'.repeat(size) });
const ids = (body: string) => JSON.parse(body).events.map((item: { messageId: string }) => item.messageId);
const pass = async (ms: number) => {
  mock.timers.tick(ms);
  await settled();
};

test('Events that happen together travel in one request, as text/plain', async () => {
  const queue = open();
  queue.add(event(1));
  queue.add(event(2));
  await pass(200);
  assert.equal(sent.length, 1);
  const { url, init } = sent[0]!;
  assert.equal(url, endpoint);
  assert.deepEqual(
    [init.method, init.keepalive, init.headers], ['POST', true, { 'Content-Type': 'text/plain' }]);
  assert.deepEqual(JSON.parse(init.body), {
    sentAt: '2026-01-31T12:00:00.200Z',
    context: { locale: 'pt-BR' },
    events: [JSON.parse(event(1)), JSON.parse(event(2))],
  });
});

for (const status of [429, 500, 503]) {
  test(`After ${status} the same events are sent again, once`, async () => {
    const queue = open();
    answer = () => ({ status });
    queue.add(event(1));
    await pass(200);
    answer = () => ({ status: 202 });
    await pass(1_000);
    await pass(120_000);
    assert.deepEqual(sent.map(request => ids(request.init.body)), [['m1'], ['m1']]);
    assert.notEqual(JSON.parse(sent[0]!.init.body).sentAt, JSON.parse(sent[1]!.init.body).sentAt);
  });
}

test('After a network failure the same events are sent again, without keepalive', async () => {
  const queue = open();
  answer = () => {
    throw new TypeError('Failed to fetch');
  };
  queue.add(event(1));
  await pass(200);
  answer = () => ({ status: 202 });
  await pass(1_000);
  assert.deepEqual(sent.map(request => request.init.keepalive), [true, false]);
});

for (const status of [200, 202, 400, 401, 403, 413, 415]) {
  test(`${status} is final`, async () => {
    const queue = open();
    answer = () => ({ status });
    queue.add(event(1));
    await pass(200);
    await pass(3_600_000);
    assert.equal(sent.length, 1);
  });
}

for (const [form, header] of [['in seconds', '90'], ['as a date', 'Sat, 31 Jan 2026 12:01:31 GMT']] as const) {
  test(`Retry-After ${form} is the least wait, for new events too`, async () => {
    const queue = open();
    answer = () => ({ status: 503, headers: { 'Retry-After': header } });
    queue.add(event(1));
    await pass(200);
    answer = () => ({ status: 202 });
    await pass(45_000);
    queue.add(event(2));
    await pass(44_000);
    assert.equal(sent.length, 1);
    await pass(3_000);
    assert.deepEqual(ids(sent[1]!.init.body), ['m1', 'm2']);
  });
}

test('The waits grow to a minute at most, and end after the last try until there is a new event', async () => {
  const queue = open();
  answer = () => ({ status: 503 });
  queue.add(event(1));
  const times: number[] = [];
  for (let second = 0; second < 3_600; second++) {
    const before = sent.length;
    await pass(1_000);
    if (sent.length > before) times.push(second);
  }
  assert.equal(times.length, maxTries);
  assert.ok(times.every((time, index) => index === 0 || time - times[index - 1]! <= 61));
  queue.add(event(2));
  answer = () => ({ status: 202 });
  await pass(200);
  assert.deepEqual(ids(sent[maxTries]!.init.body), ['m1', 'm2']);
});

test('A Retry-After of days, or one that cannot be read, does not stop the queue', async () => {
  const queue = open();
  answer = () => ({ status: 503, headers: { 'Retry-After': '999999999' } });
  queue.add(event(1));
  await pass(200);
  answer = () => ({ status: 503, headers: { 'Retry-After': 'soon' } });
  await pass(3_600_000);
  answer = () => ({ status: 202 });
  await pass(60_000);
  assert.equal(sent.length, 3);
});

test('The queue is bounded: past its end the oldest events are given up', async () => {
  const queue = open();
  answer = () => ({ status: 503 });
  for (let id = 1; id <= maxWaiting + 3; id++) queue.add(event(id));
  queue.leave(true);
  const all = beacons.flatMap(ids);
  assert.equal(all.length, maxWaiting);
  assert.deepEqual([all[0], all.at(-1)], ['m4', `m${maxWaiting + 3}`]);
});

test('Requests stay within what a beacon may carry, counted in bytes', async () => {
  const queue = open();
  for (let id = 1; id <= 6; id++) queue.add(JSON.stringify({ messageId: `m${id}`, filler: 'é'.repeat(12_000) }));
  for (let turn = 0; turn < 6; turn++) await pass(200);
  assert.deepEqual(sent.map(request => ids(request.init.body)), [['m1', 'm2'], ['m3', 'm4'], ['m5', 'm6']]);
  assert.ok(sent.every(request => new Blob([request.init.body]).size < maxBatchBytes + 1_000));
});

test('An event that the contract refuses for its size is not sent', async () => {
  const queue = open();
  queue.add(event(1, maxEventBytes));
  queue.add(event(2));
  await pass(200);
  assert.deepEqual(ids(sent[0]!.init.body), ['m2']);
});

test('What waits when the page is left goes by beacon, once', async () => {
  const queue = open();
  queue.add(event(1));
  queue.leave(true);
  queue.leave(true);
  await pass(60_000);
  assert.deepEqual([beacons.map(ids), sent.length], [[['m1']], 0]);
});

test('A request that is under way when the page is left is not sent twice', async () => {
  const queue = open();
  queue.add(event(1));
  mock.timers.tick(200);
  queue.add(event(2));
  queue.leave(true);
  await settled();
  assert.deepEqual([beacons.map(ids), sent.map(request => ids(request.init.body))], [[['m2']], [['m1']]]);
});

test('While the server asked for a pause, a hidden page keeps to it; one that is gone cannot', async () => {
  const queue = open();
  answer = () => ({ status: 429, headers: { 'Retry-After': '60' } });
  queue.add(event(1));
  await pass(200);
  queue.leave(false);
  assert.equal(beacons.length, 0);
  queue.leave(true);
  assert.deepEqual(beacons.map(ids), [['m1']]);
});

for (const [trouble, sendBeacon] of [
  ['refuses', () => false], ['is missing', undefined], ['throws', () => { throw new Error('blocked'); }],
] as const) {
  test(`Where the beacon ${trouble}, a request that outlives the page takes its place`, async () => {
    define({ navigator: { sendBeacon } });
    const queue = open();
    queue.add(event(1));
    queue.leave(true);
    await settled();
    assert.deepEqual(sent.map(request => [ids(request.init.body), request.init.keepalive]), [[['m1'], true]]);
  });
}

test('Where the beacon fails while a request is under way, what waits leaves beside it', async () => {
  define({ navigator: {} });
  const queue = open();
  queue.add(event(1));
  mock.timers.tick(200);
  queue.add(event(2));
  queue.leave(true);
  await settled();
  assert.deepEqual(sent.map(request => ids(request.init.body)), [['m1'], ['m2']]);
});

test('A page that was only hidden sends again what could not leave', async () => {
  define({ navigator: {} });
  const queue = open();
  queue.add(event(1));
  answer = () => ({ status: 503 });
  queue.leave(false);
  await settled();
  answer = () => ({ status: 202 });
  await pass(200);
  await pass(60_000);
  assert.deepEqual(sent.map(request => ids(request.init.body)), [['m1'], ['m1']]);
});

test('Without any network interface nothing is thrown', async () => {
  define({ fetch: undefined, navigator: {} });
  const queue = open();
  queue.add(event(1));
  await pass(200);
  assert.doesNotThrow(() => queue.leave(true));
  await pass(600_000);
});
