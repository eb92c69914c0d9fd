import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { storeContract } from './contract.ts';

describe('embedded', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sallyport-store-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  storeContract(() => openStore({ kind: 'embedded', directory }));
});
