#!/usr/bin/env node
// Plain JavaScript that an old Node can still parse, so that it can say what is wrong.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `sallyport-ci needs Node 20.19 or later; this is ${process.versions.node}. Use a newer image for this step.`,
  );
  process.exitCode = 2;
} else if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  console.error('sallyport-ci is not built: dist/main.js is missing. In a checkout run `npm run build`.');
  process.exitCode = 2;
} else {
  const { main } = await import('../dist/main.js');
  await main();
}
