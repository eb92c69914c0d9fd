import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { auditContract } from './audit-contract.ts';
import { confirmationsContract } from './confirmations-contract.ts';
import { factorsContract } from './factors-contract.ts';
import { mintContract } from './mint-contract.ts';
import { packagesContract } from './packages-contract.ts';
import { publishersContract } from './publishers-contract.ts';
import { reservationContract } from './reservation-contract.ts';
import { revokeContract } from './revoke-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import { switchesContract } from './switches-contract.ts';

/** What every store must do, whatever its engine. `open` gives every gate that there may be on one store: one, or several. */
export const storeContract = (open: () => Promise<readonly Store[]>) =>
  describe('the contract of a store', () => {
    let gates: readonly Store[] = [];
    beforeAll(async () => {
      gates = await open();
    });
    afterAll(() => Promise.all(gates.map((store) => store.close())));
    const gate = (index = 0): Store => {
      const store = gates[index % gates.length];
      if (store === undefined) throw new Error('no gate');
      return store;
    };
    publishersContract(gate);
    mintContract(gate);
    reservationContract(gate);
    auditContract(gate);
    sessionsContract(gate);
    factorsContract(gate);
    confirmationsContract(gate);
    packagesContract(gate);
    switchesContract(gate);
    revokeContract(gate);
  });
