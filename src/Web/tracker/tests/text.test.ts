import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, json, uuid, webUrl } from '../src/text.ts';

test('A text that is cut through an emoji is still JSON that strict parsers read', () => {
  const written = json({ text: cut('ab😀', 3), whole: '😀', literal: '\\ud83d' });
  assert.deepEqual(JSON.parse(written), { text: 'ab\ufffd', whole: '😀', literal: '\\ufffd' });
});

test('A URL that is too long loses its query and fragment', () => {
  assert.equal(webUrl(`https://shop.example/a?${'q'.repeat(3000)}`), 'https://shop.example/a');
  assert.equal(webUrl(`https://shop.example/${'a'.repeat(3000)}`)!.length, 2048);
});

test('What is no web address is no URL', () => {
  for (const url of ['', 'about:blank', 'android-app://com.example/', 'file:///home/']) assert.equal(webUrl(url), undefined);
});

test('An empty text is left out', () => {
  for (const text of ['', '  ', null, undefined]) assert.equal(cut(text), undefined);
});

test('Ids are version 4 UUIDs, on pages without crypto.randomUUID too', () => {
  const pattern = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  assert.match(uuid(), pattern);
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  assert.match(uuid(), pattern);
  assert.notEqual(uuid(), uuid());
});
