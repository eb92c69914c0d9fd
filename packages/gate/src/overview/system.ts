import { type Configuration, shownConfiguration } from '../config/index.ts';
import type { Store } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';
import type { Health, HealthCheck } from './check.ts';

export interface SystemParts {
  readonly store: Pick<Store, 'kind' | 'migrations'>;
  readonly upstream: Pick<Upstream, 'kind' | 'name'>;
  readonly configuration: () => Configuration;
  readonly url: () => string;
  readonly audience: () => string;
  readonly health: Health;
  /** Of the gate and of Node. */
  readonly version: string;
  readonly node: string;
  readonly startedAt: number;
}

/** What runs here, for administrators. No secret in it (A2). */
export interface SystemPage {
  readonly version: string;
  readonly node: string;
  readonly url: string;
  readonly audience: string;
  readonly store: string;
  readonly migrations: readonly string[];
  readonly upstream: { readonly kind: string; readonly name: string };
  readonly startedAt: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly checks: readonly HealthCheck[];
}

export type System = () => Promise<SystemPage>;

export const createSystem =
  (parts: SystemParts): System =>
  async () => {
    const [migrations, checks] = await Promise.all([parts.store.migrations(), parts.health()]);
    return {
      version: parts.version,
      node: parts.node,
      url: parts.url(),
      audience: parts.audience(),
      store: parts.store.kind,
      migrations,
      upstream: { kind: parts.upstream.kind, name: parts.upstream.name },
      startedAt: new Date(parts.startedAt).toISOString(),
      configuration: shownConfiguration(parts.configuration()),
      checks,
    };
  };
