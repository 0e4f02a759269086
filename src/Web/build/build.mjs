// Writes the browser script and the demo shop to src/Api/wwwroot/built.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleDemoScript, bundleDemoStyle, bundleTracker, web } from './bundles.mjs';

const target = path.join(web, '../Api/wwwroot/built');

/** Puts a whole file in place at once, so that no reader ever sees half of one. */
async function put(name, contents) {
  const file = path.join(target, name);
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, contents);
  await rename(draft, file);
}

const [tracker, script, style, page] = await Promise.all([
  bundleTracker(), bundleDemoScript(), bundleDemoStyle(), readFile(path.join(web, 'demo/index.html')),
]);
await put('tracker.js', tracker);
await put('demo/demo.js', script);
await put('demo/demo.css', style);
await put('demo/index.html', page);
console.log(`tracker.js ${tracker.length} bytes, ${gzipSync(tracker, { level: 9 }).length} gzipped`);
