import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from '../src/clicks.ts';
import { define } from './browser.ts';

define({ location: { hostname: 'www.shop.example' } });

for (const [href, kind] of [
  ['https://www.shop.example/products/lamp', 'link'],
  ['https://shop.example/', 'link'],
  ['https://www.shop.example/page#part', 'link'],
  ['https://blog.shop.example/', 'outbound'],
  ['https://elsewhere.example/?from=www.shop.example', 'outbound'],
  ['https://www.shop.example/price-list.PDF?v=2', 'download'],
  ['https://cdn.example/manual.zip', 'download'],
  ['https://www.shop.example/page.html', 'link'],
  ['mailto:someone@shop.example', 'mailto'],
  ['tel:+55119000', 'tel'],
  ['sms:+55119000', 'element'],
  ['', 'element'],
] as const) {
  test(`A click on "${href}" is of kind ${kind}`, () => assert.equal(kindOf(href, false), kind));
}

test('A link with the download attribute is a download whatever it leads to', () => {
  assert.equal(kindOf('blob:https://www.shop.example/1', true), 'download');
  assert.equal(kindOf('https://www.shop.example/report', true), 'download');
});
