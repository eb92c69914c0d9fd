import { type Finding, ok, reasonOf, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

/** Who may configure trust (T1): administrators with a token that is there, owners whom the registry knows. */
export const people: Check<Patient> = async ({ configuration: { administrators, owners }, accounts }) => {
  const tokens = administrators.tokens.filter((token) => token.read() !== undefined).length;
  const named = new Set(Object.values(owners).flat());
  const administrator =
    tokens === 0 && named.size === 0
      ? warning(
          'administrators',
          'no token of an administrator is there and no owners are named: only the account of the one-time link can configure trust',
          'set SALLYPORT_ADMIN_TOKEN to 32 characters or more, or name owners',
        )
      : ok('administrators', `${tokens} tokens are there; ${named.size} people own names`);
  return [administrator, ...(await strangers(named, accounts))];
};

async function strangers(named: ReadonlySet<string>, accounts: Patient['accounts']): Promise<readonly Finding[]> {
  if (accounts === undefined || named.size === 0) return [];
  try {
    const known = await accounts.list();
    const missing = [...named].filter((name) => !known.has(name));
    if (missing.length === 0) return [ok('owners', 'each has an account of the embedded registry')];
    const some = missing.slice(0, 5).join(', ');
    return [
      warning(
        'owners',
        `without an account of the embedded registry: ${some}`,
        'make it with `sallyport user add NAME`',
      ),
    ];
  } catch (fault) {
    return [
      warning(
        'owners',
        `the accounts cannot be read (${reasonOf(fault)})`,
        'run this as the user that the gate runs as',
      ),
    ];
  }
}
