import type { AboutUpstream } from '../model.ts';
import type { Probe, Recognised, UpstreamAdapter, UpstreamKind } from './adapter.ts';
import { ADAPTERS, generic } from './adapters/index.ts';
import { PING, WHOAMI } from './adapters/npm-contract.ts';
import { ask, isItsOwn } from './question.ts';
import type { Registry } from './registry.ts';

/** Two small answers; more is none of a registry. */
const MAX_PROBE_BYTES = 64 * 1024;
/** A registry that takes longer is asked again. */
const PROBE_MS = 5_000;
/** How long after a registry did not answer it is asked again, if nobody needs its kind sooner. */
const ASK_AGAIN_MS = 5_000;

/** Which kind of registry it is, as configured or as found out. */
export interface Kind {
  /** As far as it is known: generic until the registry has answered. */
  now(): UpstreamAdapter;
  /** Asks the registry if its kind is not known yet; whoever calls meanwhile shares that. What cannot be found out now counts as generic. */
  found(): Promise<UpstreamAdapter>;
  about(): Omit<AboutUpstream, 'credentialProblem'>;
  /** Asks no more. */
  close(): void;
}

/**
 * Nothing is asked where the configuration or the address says it; else it is asked at once, and again until it answers, while nobody
 * waits for it: a registry that is down keeps no gate from starting.
 */
export function kindOf(registry: Registry, configured: UpstreamKind | 'auto', timeoutMs: number): Kind {
  let known = told(registry.url, configured);
  let asking: Promise<UpstreamAdapter> | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  async function findOut(): Promise<UpstreamAdapter> {
    const probe = await probed(registry, Math.min(timeoutMs, PROBE_MS));
    if (probe === undefined) {
      clearTimeout(again);
      if (!closed) again = setTimeout(() => void found(), ASK_AGAIN_MS).unref();
      return generic;
    }
    const answered = recognised(probe);
    known = answered;
    registry.log.info(
      { kind: answered.adapter.kind, product: answered.product },
      `The upstream registry counts as ${sentence(answered)}`,
    );
    return answered.adapter;
  }

  function found(): Promise<UpstreamAdapter> {
    if (known !== undefined) return Promise.resolve(known.adapter);
    asking ??= findOut().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  void found();
  return {
    now: () => known?.adapter ?? generic,
    found,
    close() {
      closed = true;
      clearTimeout(again);
    },
    about: () => ({
      kind: known?.adapter.kind ?? generic.kind,
      configured,
      known: known !== undefined,
      ...(known?.product === undefined ? {} : { product: known.product }),
      how: known === undefined ? NOT_YET : sentence(known),
    }),
  };
}

interface Found extends Recognised {
  readonly adapter: UpstreamAdapter;
}

const NOT_YET = 'generic until it answers: which kind it is could not be asked yet';

const sentence = ({ adapter, product, how }: Found): string =>
  `${adapter.kind} (${product === undefined ? '' : `${product}, `}${how})`;

function told(url: URL, configured: UpstreamKind | 'auto'): Found | undefined {
  const byConfiguration = ADAPTERS.find(({ kind }) => kind === configured);
  if (byConfiguration !== undefined) return { adapter: byConfiguration, how: 'as configured' };
  const byAddress = ADAPTERS.find((adapter) => adapter.isAt?.(url) === true);
  return byAddress && { adapter: byAddress, how: 'by its address' };
}

function recognised(probe: Probe): Found {
  for (const adapter of ADAPTERS) {
    const sign = adapter.recognise(probe);
    if (sign !== undefined) return { adapter, ...sign };
  }
  throw new Error('generic recognises every registry');
}

async function probed(registry: Registry, timeoutMs: number): Promise<Probe | undefined> {
  const nobody = { authorization: undefined, maxBytes: MAX_PROBE_BYTES, timeoutMs };
  try {
    const [ping, whoami] = await Promise.all([ask(registry, PING, nobody), ask(registry, WHOAMI, nobody)]);
    return isItsOwn(ping) && isItsOwn(whoami) ? { ping, whoami } : undefined;
  } catch {
    return undefined;
  }
}
