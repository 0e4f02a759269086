// What is bundled, and how: shared by the build and by the size check, so that the size is that of what is shipped.
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const web = fileURLToPath(new URL('..', import.meta.url));

const browser = {
  absWorkingDir: web,
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  // Chrome 80, Firefox 74, Safari 13.1: nothing is polyfilled, every newer API is asked for before it is used.
  target: ['es2020'],
  legalComments: 'none',
  logLevel: 'warning',
};

/** Bundles one entry and returns its bytes. */
async function bundle(entry, options) {
  const result = await esbuild.build({ ...browser, ...options, entryPoints: [entry] });
  return result.outputFiles[0].contents;
}

export const bundleTracker = () => bundle('tracker/src/main.ts');
export const bundleDemoScript = () => bundle('demo/main.ts');
export const bundleDemoStyle = () => bundle('demo/demo.css', { format: undefined });
