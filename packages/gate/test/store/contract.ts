import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { auditContract } from './audit-contract.ts';
import { mintContract } from './mint-contract.ts';
import { publishersContract } from './publishers-contract.ts';
import { reservationContract } from './reservation-contract.ts';

/** What every store must do, whatever its engine. */
export const storeContract = (open: () => Promise<Store>) =>
  describe('the contract of a store', () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());
    const opened = () => store;
    publishersContract(opened);
    mintContract(opened);
    reservationContract(opened);
    auditContract(opened);
  });
