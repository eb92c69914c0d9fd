import { type Finding, failed, ok, reasonOf, silent } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

/** The store can be read, also while a gate holds it; nothing is written and no migration run. */
export const store: Check<Patient> = async ({ configuration, openAudit }) => {
  const where = configuration.store.kind === 'embedded' ? 'the embedded store' : 'the PostgreSQL store';
  try {
    const reader = await openAudit();
    try {
      const [last] = await reader.list({ limit: 1 });
      return [
        ok('store', `${where} can be read; ${last === undefined ? 'nothing happened yet' : `last entry ${last.at}`}`),
      ];
    } finally {
      await reader.close();
    }
  } catch (fault) {
    return [judge(where, fault)];
  }
};

function judge(where: string, fault: unknown): Finding {
  const { name, message } = fault instanceof Error ? fault : new Error('unknown fault');
  const words = message.replace(/\.$/, '');
  switch (name) {
    case 'StoreMissing':
      return ok('store', `${where} is empty: the first start makes it`);
    case 'StoreNewer':
      return failed('store', words, 'use that version; a store never goes back');
    case 'StoreUnavailable':
      return silent(
        'store',
        `${where}: ${words}`,
        'see that the database runs, that this machine reaches it, and that user and password are right',
      );
    default:
      return failed(
        'store',
        `${where} cannot be read (${reasonOf(fault)})`,
        'run this as the user that the gate runs as',
      );
  }
}
