// Counts tests. `node tests/summary.mjs trx FILE` reads what `dotnet test --logger trx` wrote, `… node FILE` what `node --test`
// printed. Answers one line "PASSED FAILED SKIPPED", then a line for each failed test and each skipped one with its reason.
import { readFileSync } from 'node:fs';

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const decode = text => text
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name]);
const oneLine = text => decode(text).replace(/\s+/g, ' ').trim();

function trx(text) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const [, attributes, , body = ''] of text.matchAll(/<UnitTestResult\b([^>]*?)(\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const name = oneLine(/testName="([^"]*)"/.exec(attributes)?.[1] ?? 'a test without a name');
    const outcome = /outcome="([^"]*)"/.exec(attributes)?.[1];
    if (outcome === 'Passed') {
      counts.passed++;
    } else if (outcome === 'NotExecuted') {
      counts.skipped++;
      const reason = /<Message>([\s\S]*?)<\/Message>/.exec(body)?.[1] ?? /<StdOut>([\s\S]*?)<\/StdOut>/.exec(body)?.[1];
      lines.push(`skipped: ${name}: ${oneLine(reason ?? '') || 'no reason given'}`);
    } else {
      counts.failed++;
      lines.push(`failed: ${name}`);
    }
  }
  return { counts, lines };
}

// Both of Node's reporters: "# pass 3" and "not ok 1 - name" (tap), "ℹ pass 3" and "✖ name" (spec).
function node(text) {
  const total = word => [...text.matchAll(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, 'gm'))].reduce((sum, match) => sum + Number(match[1]), 0);
  const lines = [];
  for (const line of text.split('\n')) {
    const skipped = /^\s*(?:ok \d+ - |﹣ )(.*?)(?: \([\d.]+ms\))? # (?:SKIP|TODO)?(.*)$/.exec(line);
    const failed = /^\s*(?:not ok \d+ - |✖ )(?!failing tests:)(.*?)(?: \([\d.]+ms\))?$/.exec(line);
    if (skipped)
      lines.push(`skipped: ${skipped[1]}: ${skipped[2].trim() || 'no reason given'}`);
    else if (failed)
      lines.push(`failed: ${failed[1]}`);
  }
  return {
    counts: { passed: total('pass'), failed: total('fail') + total('cancelled'), skipped: total('skipped') + total('todo') },
    lines: [...new Set(lines)],
  };
}

const [format, file] = process.argv.slice(2);
const { counts, lines } = { trx, node }[format](readFileSync(file, 'utf8'));
console.log(`${counts.passed} ${counts.failed} ${counts.skipped}`);
for (const line of lines)
  console.log(line);
