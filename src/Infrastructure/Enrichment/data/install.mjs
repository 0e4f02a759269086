// Called by the .NET build (EnrichmentData.targets): installs the packages beside, then puts them in their place at once,
// so that builds that run at the same time never see half of them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('.', import.meta.url));
const staging = path.join(data, 'obj', String(process.pid));
const packages = path.join(data, 'node_modules');

const modified = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const isCurrent = () => modified(path.join(packages, '.package-lock.json')) > modified(path.join(data, 'package-lock.json'));

/** Runs npm; answers what went wrong. */
function npm(...args) {
  const windows = process.platform === 'win32';
  const { error, status } = spawnSync(windows ? 'npm.cmd' : 'npm', args, { cwd: staging, stdio: 'inherit', shell: windows });
  if (error) return 'npm was not found. Install Node.js 20 or newer with npm (https://nodejs.org), then build again.';
  return status === 0 ? null : `npm ${args.join(' ')} ended with exit code ${status}.`;
}

function putInPlace() {
  if (isCurrent()) return;
  if (existsSync(packages)) renameSync(packages, path.join(staging, 'outdated'));
  try {
    renameSync(path.join(staging, 'node_modules'), packages);
  } catch (error) {
    // Another build was quicker.
    if (!isCurrent()) throw error;
  }
}

mkdirSync(staging, { recursive: true });
try {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) copyFileSync(path.join(data, file), path.join(staging, file));
  const wrong = npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  if (wrong) {
    // In the form that MSBuild shows as an error, with its project.
    console.error(`src/Infrastructure/Enrichment/data : error DATA0001: ${wrong}`);
    process.exitCode = 1;
  } else {
    putInPlace();
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
}
