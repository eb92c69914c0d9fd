// Writes the console's client types from openapi.json: part of `npm run docs`. A test compares.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contractOf } from './client/contract.ts';
import { openapi } from './client/openapi.ts';

export const CONTRACT = 'packages/console/src/api/contract.ts';
writeFileSync(resolve(import.meta.dirname, '..', CONTRACT), contractOf(await openapi()));
