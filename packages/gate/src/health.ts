import type { IssuerDirectory, KeySource } from '@sallyport/trust';
import type { Health, HealthCheck } from './overview/index.ts';
import type { Store } from './store/index.ts';
import type { Upstream } from './upstream/index.ts';

export interface HealthParts {
  readonly store: Store;
  readonly upstream: Upstream;
  readonly keys: KeySource;
  readonly issuers: () => IssuerDirectory;
}

/** Whether the gate can serve: store and upstream must answer; issuers that do not, or that run on http, are warnings. */
export function createHealth({ store, upstream, keys, issuers }: HealthParts): Health {
  return async () => [
    await answering('store', () => store.ping(), `the ${store.kind} store does not answer`),
    await answering('upstream', () => upstream.ping(), `${upstream.name} does not answer`),
    ...keys
      .status()
      .map(
        (issuer): HealthCheck =>
          issuer.problem === undefined
            ? { name: 'issuer', status: 'ok', detail: `${issuer.issuer}: ${issuer.keys} keys` }
            : { name: 'issuer', status: 'warning', detail: `${issuer.issuer}: ${issuer.problem}` },
      ),
    ...issuers()
      .insecure()
      .map(
        (issuer): HealthCheck => ({
          name: 'issuer',
          status: 'warning',
          detail: `${issuer} is configured as insecure: for trying things out only`,
        }),
      ),
  ];
}

async function answering(name: string, ask: () => Promise<void>, problem: string): Promise<HealthCheck> {
  try {
    await ask();
    return { name, status: 'ok' };
  } catch (fault) {
    return { name, status: 'failed', detail: `${problem}: ${fault instanceof Error ? fault.message : String(fault)}` };
  }
}
