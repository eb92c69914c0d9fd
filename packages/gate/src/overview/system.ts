import type { Health, HealthCheck } from '../checks/index.ts';
import { type Configuration, shownConfiguration } from '../config/index.ts';
import type { Store } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';

export interface SystemParts {
  readonly store: Pick<Store, 'kind' | 'migrations'>;
  readonly upstream: Pick<Upstream, 'about' | 'name'>;
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
  /** `found`: what `kind: auto` found out, in words; missing until the registry has answered, and where the configuration says it. */
  readonly upstream: { readonly kind: string; readonly name: string; readonly found?: string };
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
      upstream: upstreamOf(parts.upstream),
      startedAt: new Date(parts.startedAt).toISOString(),
      configuration: shownConfiguration(parts.configuration()),
      checks,
    };
  };

function upstreamOf(upstream: SystemParts['upstream']): SystemPage['upstream'] {
  const { kind, configured, known, how } = upstream.about();
  return { kind, name: upstream.name, ...(configured === 'auto' && known ? { found: how } : {}) };
}
