// Writes what is generated of docs/: `npm run docs`. A test compares.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RELOADABLE } from '../packages/gate/dist/config/index.js';
import { METRICS } from '../packages/gate/dist/metrics/index.js';
import { generatedPages } from './docs/pages.ts';

for (const [file, text] of generatedPages(RELOADABLE, Object.values(METRICS)))
  writeFileSync(resolve(import.meta.dirname, '..', file), text);
