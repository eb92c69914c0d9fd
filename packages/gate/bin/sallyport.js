#!/usr/bin/env node
// Plain JavaScript that any Node reads: npm only warns about `engines`, so the version is looked at here, before anything else loads.
import { existsSync } from 'node:fs';

const [major, minor, patch] = process.versions.node.split('.').map(Number);
const recent =
  major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));
const program = new URL('../dist/cli/entry.js', import.meta.url);

if (!recent) {
  console.error(`sallyport needs Node ^22.22.2 || ^24.15.0 || >=26; this is ${process.versions.node}.`);
  process.exitCode = 2;
} else if (!existsSync(program)) {
  console.error('sallyport is not built yet. Run: npm run build');
  process.exitCode = 2;
} else {
  const { start } = await import(program.href);
  await start(process.argv.slice(2));
}
