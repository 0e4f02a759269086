import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { openCalls, type Tracking } from '../src/calls.ts';
import { openConsent } from '../src/consent.ts';
import { openPage } from '../src/page.ts';
import { openRecorder, type User } from '../src/recorder.ts';
import type { TrackedEvent } from '../src/wire.ts';
import { define, MemoryStorage } from './browser.ts';

let sent: TrackedEvent[];
let tracking: Tracking;

beforeEach(() => {
  define({
    localStorage: new MemoryStorage(),
    addEventListener: () => {},
    location: { href: 'https://shop.example/a?b=1' },
    document: { title: ' Lamp ', referrer: 'https://search.example/' },
  });
  sent = [];
  const consent = openConsent(false);
  const page = openPage();
  const user: User = {};
  tracking = openCalls(consent, page, user, openRecorder(consent, page, user, event => sent.push(JSON.parse(event))));
});

test('A custom event carries its name, its properties and the page', () => {
  tracking('track', 'Signed up', { plan: 'free' });
  const [{ type, name, properties, context, anonymousId, messageId, timestamp }] = sent as [TrackedEvent];
  assert.deepEqual([type, name, properties], ['custom', 'Signed up', { url: 'https://shop.example/a?b=1', plan: 'free' }]);
  assert.deepEqual(context, {
    page: { url: 'https://shop.example/a?b=1', title: 'Lamp', referrer: 'https://search.example/' },
  });
  assert.equal(anonymousId, undefined);
  assert.match(messageId, /^[\da-f-]{36}$/);
  assert.match(timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('A page view can be recorded by hand, and say its own title', () => {
  tracking('page', { title: 'Step 2' });
  assert.deepEqual([sent[0]!.type, sent[0]!.properties],
    ['page_view', { url: 'https://shop.example/a?b=1', title: 'Step 2', referrer: 'https://search.example/' }]);
});

test('A transaction carries what it was given and the page', () => {
  tracking('transaction', { orderId: 'A1', value: 12.5, currency: 'BRL', items: [{ sku: 'lamp', quantity: 1 }] });
  assert.deepEqual([sent[0]!.type, sent[0]!.properties], ['transaction',
    { url: 'https://shop.example/a?b=1', orderId: 'A1', value: 12.5, currency: 'BRL', items: [{ sku: 'lamp', quantity: 1 }] }]);
});

test('A user is named to nobody before analytics consent, and then once', () => {
  tracking('identify', 'u-1', { plan: 'free' });
  tracking('track', 'before');
  tracking('consent', { marketing: true });
  assert.deepEqual(sent.map(event => [event.type, event.userId]), [['custom', undefined]]);
  tracking('consent', { analytics: true });
  tracking('consent', { marketing: false });
  tracking('track', 'after');
  assert.deepEqual(sent.map(event => [event.type, event.userId]), [['custom', undefined], ['identify', 'u-1'], ['custom', 'u-1']]);
  assert.deepEqual(sent[1]!.properties, { traits: { plan: 'free' } });
});

test('After identify with null nobody is logged in', () => {
  tracking('consent', { analytics: true });
  tracking('identify', 7);
  tracking('identify', null);
  tracking('track', 'later');
  assert.deepEqual(sent.map(event => event.userId), ['7', undefined]);
});

test('Every event says the decision at its own time', () => {
  tracking('track', 'a');
  tracking('consent', { analytics: false });
  tracking('track', 'b');
  tracking('consent', { analytics: true, personalization: false });
  tracking('track', 'c');
  assert.deepEqual(sent.map(event => event.context.consent),
    [undefined, { analytics: false }, { analytics: true, personalization: false }]);
  assert.deepEqual(sent.map(event => !!event.anonymousId), [false, false, true]);
});

test('A page can ask what was decided', () => {
  const answers: unknown[] = [];
  tracking('consent', (decision: unknown) => answers.push(decision));
  tracking('consent', { analytics: false });
  tracking('consent', (decision: unknown) => answers.push(decision));
  assert.deepEqual(answers, [undefined, { analytics: false }]);
});

test('What is called wrongly is not sent and throws nothing', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  tracking();
  tracking('nonsense', 1);
  tracking('track');
  tracking('track', { name: 'x' });
  tracking('track', 'loop', circular);
  tracking('track', 'big', { value: 1n });
  tracking('identify');
  tracking('identify', 'x'.repeat(257));
  tracking('consent', null);
  tracking('consent', () => { throw new Error('the page'); });
  assert.deepEqual(sent, []);
});
