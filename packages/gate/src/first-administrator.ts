import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Accounts, ADMINISTRATOR, LINK_USED } from './accounts/index.ts';
import { consoleUrl } from './http/index.ts';
import type { Store } from './store/index.ts';

/** In the data folder, where nobody sits at a terminal. */
const FILE = 'administrator-link';

export interface FirstAdministratorParts {
  readonly accounts: Accounts;
  readonly store: Pick<Store, 'audit'>;
  /** Public address of the gate. */
  readonly url: string;
  readonly data: string;
  /** Where a person reads along; undefined: the link goes into a file. */
  readonly terminal: ((text: string) => void) | undefined;
  /** Somebody asked for a link; else one is made only while nobody ever came in through one. */
  readonly asked: boolean;
  readonly log: Logger;
}

/**
 * Hands out the one-time link to the administrator's account (T3): on the terminal, else in a file that only the gate's user reads. The
 * secret stands behind the `#`, which browsers send nowhere, so no log on the way has it (A2).
 */
export async function offerAdministratorLink(parts: FirstAdministratorParts): Promise<void> {
  const { accounts, url, data, terminal, log } = parts;
  const path = join(data, FILE);
  // Whatever lies there is used, out of date, or about to be replaced.
  await rm(path, { force: true });
  if (!parts.asked && !(await isFirst(parts))) return;
  const link = `${consoleUrl(url)}sign-in#link=${await accounts.newLink()}`;
  if (terminal === undefined) {
    await writeFile(path, `${link}\n`, { mode: 0o600, flag: 'wx' });
    log.info({ file: path }, 'a link for the first administrator of the console lies in this file: 15 minutes, once');
  } else {
    terminal(`Sign in to the console as its administrator (15 minutes, once):\n  ${link}\n`);
  }
}

async function isFirst({ accounts, store }: FirstAdministratorParts): Promise<boolean> {
  if (await accounts.hasFactor(ADMINISTRATOR)) return false;
  return (await store.audit.list({ kind: 'account', outcome: LINK_USED, limit: 1 })).length === 0;
}
