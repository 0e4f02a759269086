// Fails when the browser script has grown past what a page should have to load.
import { gzipSync } from 'node:zlib';
import { bundleTracker } from './bundles.mjs';

const limit = 4096;
const size = gzipSync(await bundleTracker(), { level: 9 }).length;
console.log(`tracker.js: ${size} of ${limit} bytes (gzip -9)`);
if (size > limit) {
  console.error(`tracker.js is ${size - limit} bytes too large.`);
  process.exit(1);
}
