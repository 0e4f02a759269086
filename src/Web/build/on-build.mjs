// Called by the .NET build (BuildWeb.targets): restores npm packages where the lock is newer than what is installed,
// then builds. Builds that run at the same time wait for each other, and those that waited use what was built meanwhile.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const lock = path.join(web, 'obj/build.lock');
const built = path.join(web, '../Api/wwwroot/built/tracker.js');
/** An owner shows every second that it is alive; what has been silent for this long was killed. */
const silentMs = 15_000;

const modified = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** An error in the form that MSBuild shows as one, with its project. */
const fail = message => {
  console.error(`src/Web : error WEB0001: ${message}`);
  process.exitCode = 1;
};

const npm = (...args) => new Promise((resolve, reject) => {
  const windows = process.platform === 'win32';
  spawn(windows ? 'npm.cmd' : 'npm', args, { cwd: web, stdio: 'inherit', shell: windows })
    .on('error', () => reject(new Error('npm was not found. Install Node.js 20 or newer with npm (https://nodejs.org), then build again.')))
    .on('exit', code => (code === 0 ? resolve() : reject(new Error(`npm ${args.join(' ')} ended with exit code ${code}.`))));
});

/** Takes the lock; answers whether another build held it in the meantime. */
async function takeLock() {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return waited;
    } catch (error) {
      // Windows answers EPERM while a lock is being removed.
      if (error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
    }
    if (modified(lock) && Date.now() - modified(lock) > silentMs) rmSync(lock, { force: true });
    else await wait(200);
  }
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node.js ${process.versions.node} is too old. Install Node.js 20 or newer (https://nodejs.org), then build again.`);
} else {
  const asked = Date.now();
  const waited = await takeLock();
  const alive = setInterval(() => utimesSync(lock, new Date(), new Date()), 1_000);
  try {
    if (!waited || modified(built) < asked) {
      const installed = path.join(web, 'node_modules/.package-lock.json');
      if (modified(path.join(web, 'package-lock.json')) > modified(installed)) await npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
      await npm('run', '--silent', 'build');
    }
  } catch (error) {
    fail(error.message);
  } finally {
    clearInterval(alive);
    rmSync(lock, { force: true });
  }
}
