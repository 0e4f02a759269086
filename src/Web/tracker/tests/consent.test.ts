import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { openConsent, storageKey } from '../src/consent.ts';
import { define, MemoryStorage, refusedStorage } from './browser.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
let storage: MemoryStorage;
let told: (change: { key: string | null; newValue: string | null }) => void;

beforeEach(() => {
  storage = new MemoryStorage();
  define({ localStorage: storage, addEventListener: (_: string, listener: typeof told) => (told = listener) });
});

const kept = () => JSON.parse(storage.getItem(storageKey) ?? 'null');

test('Without a decision there is no visitor id and nothing is kept', () => {
  const consent = openConsent(false);
  assert.equal(consent.visitor(), undefined);
  assert.equal(consent.decision(), undefined);
  assert.equal(storage.items.size, 0);
});

test('A refusal, or a yes to marketing alone, keeps nothing', () => {
  const consent = openConsent(false);
  consent.decide({ marketing: true });
  assert.equal(consent.visitor(), undefined);
  consent.decide({ analytics: false });
  assert.equal(consent.visitor(), undefined);
  assert.deepEqual(consent.decision(), { analytics: false, marketing: true });
  assert.equal(storage.items.size, 0);
});

test('Granting analytics keeps a random visitor id and the decision', () => {
  const consent = openConsent(false);
  consent.decide({ analytics: true, marketing: false });
  assert.match(consent.visitor()!, uuid);
  assert.deepEqual(kept(), { anonymousId: consent.visitor(), consent: { analytics: true, marketing: false } });
});

test('The next page knows the id and the decision before it is told', () => {
  const first = openConsent(false);
  first.decide({ analytics: true });
  const next = openConsent(false);
  assert.equal(next.visitor(), first.visitor());
  assert.deepEqual(next.decision(), { analytics: true });
});

test('A later decision changes only the purposes that it names', () => {
  const consent = openConsent(false);
  consent.decide({ analytics: true, marketing: false });
  const visitor = consent.visitor();
  consent.decide({ marketing: true });
  assert.deepEqual(consent.decision(), { analytics: true, marketing: true });
  assert.equal(consent.visitor(), visitor);
});

test('Withdrawing removes the id, and a new yes makes another one', () => {
  const consent = openConsent(false);
  consent.decide({ analytics: true });
  const before = consent.visitor();
  consent.decide({ analytics: false });
  assert.equal(consent.visitor(), undefined);
  assert.equal(storage.items.size, 0);
  consent.decide({ analytics: true });
  assert.match(consent.visitor()!, uuid);
  assert.notEqual(consent.visitor(), before);
});

test('What is no plain yes or no decides nothing', () => {
  const consent = openConsent(false);
  consent.decide({ analytics: 'yes', other: true } as never);
  consent.decide(undefined as never);
  consent.decide('all' as never);
  assert.equal(consent.decision(), undefined);
  assert.equal(consent.visitor(), undefined);
});

test('A withdrawal in another tab holds in this one', () => {
  const consent = openConsent(false);
  consent.decide({ analytics: true });
  told({ key: storageKey, newValue: null });
  assert.equal(consent.visitor(), undefined);
  assert.equal(consent.decision(), undefined);
});

test('A yes in another tab holds in this one, with the same id', () => {
  const consent = openConsent(false);
  const id = '0b7f9d0e-6d0a-4c57-8a53-0d6a37f7a001';
  told({ key: storageKey, newValue: JSON.stringify({ anonymousId: id, consent: { analytics: true } }) });
  assert.equal(consent.visitor(), id);
  told({ key: 'of another script', newValue: null });
  assert.equal(consent.visitor(), id);
});

test('An id that was tampered with is replaced', () => {
  storage.setItem(storageKey, JSON.stringify({ anonymousId: 'x'.repeat(5000), consent: { analytics: true } }));
  assert.match(openConsent(false).visitor()!, uuid);
  for (const broken of ['null', '7', '{', '[]', '"text"']) {
    storage.setItem(storageKey, broken);
    assert.equal(openConsent(false).visitor(), undefined, broken);
  }
});

test('Where storage is refused, a visitor id holds as long as the page', () => {
  define({ localStorage: refusedStorage });
  const consent = openConsent(false);
  assert.equal(consent.visitor(), undefined);
  consent.decide({ analytics: true });
  assert.match(consent.visitor()!, uuid);
  assert.equal(consent.visitor(), consent.visitor());
  consent.decide({ analytics: false });
  assert.equal(consent.visitor(), undefined);
});

test('On an opt-out site no decision counts as a yes, and is still sent as unknown', () => {
  const consent = openConsent(true);
  assert.match(consent.visitor()!, uuid);
  assert.equal(consent.decision(), undefined);
  assert.equal(openConsent(true).visitor(), consent.visitor());
});

test('On an opt-out site a refusal is remembered, without an id', () => {
  openConsent(true).decide({ analytics: false });
  assert.deepEqual(kept(), { consent: { analytics: false } });
  const next = openConsent(true);
  assert.equal(next.visitor(), undefined);
  assert.deepEqual(next.decision(), { analytics: false });
});

test('An id from the time when the site was opt-out is not used once it is opt-in', () => {
  openConsent(true).visitor();
  assert.equal(openConsent(false).visitor(), undefined);
});
