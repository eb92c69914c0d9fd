import { openEmbedded, readEmbeddedAudit } from './embedded/open.ts';
import type { AuditReader, Store } from './model.ts';
import { openPostgres, readPostgresAudit } from './postgres/open.ts';

/** Which engine, and where. `directory` is absolute and made when missing; `url` as PostgreSQL's own clients take it. */
export type StoreLocation =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** For what nobody waits for: a connection lost while idle. Messages hold no secret (A2). */
export type StoreLog = (message: string) => void;

/**
 * Opens the store and brings its schema up to date.
 * @throws StoreInUse (another gate holds the directory), StoreNewer (a later version was here), StoreUnavailable
 */
export const openStore = (location: StoreLocation, log: StoreLog = () => {}): Promise<Store> =>
  location.kind === 'embedded' ? openEmbedded(location.directory) : openPostgres(location.url, log);

/**
 * Opens the audit alone, to read, also while a gate runs.
 * @throws StoreMissing (no gate ever ran there), StoreNewer, StoreUnavailable
 */
export const openAuditReader = (location: StoreLocation, log: StoreLog = () => {}): Promise<AuditReader> =>
  location.kind === 'embedded' ? readEmbeddedAudit(location.directory) : readPostgresAudit(location.url, log);
