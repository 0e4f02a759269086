// Bundles each unit test to plain JavaScript (Node 20 reads no TypeScript) and runs them with Node's own test runner.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { web } from './bundles.mjs';

const source = path.join(web, 'tracker/tests');
const target = path.join(web, 'obj/tests');
const tests = readdirSync(source).filter(name => name.endsWith('.test.ts'));

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await esbuild.build({
  absWorkingDir: web,
  entryPoints: tests.map(name => path.join(source, name)),
  outdir: target,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const files = tests.map(name => path.join(target, name.replace(/\.ts$/, '.mjs')));
const run = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=spec', ...files], { stdio: 'inherit' });
process.exit(run.status ?? 1);
