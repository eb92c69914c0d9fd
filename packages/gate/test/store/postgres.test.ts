import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeContract } from './contract.ts';

describe('postgres', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  storeContract(async () => openStore({ kind: 'postgres', url: await postgres.newSchema() }));
});
