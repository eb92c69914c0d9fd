import type { IssuerFetch } from '@sallyport/trust';
import type { Exchange, ExchangeAnswer } from './exchange/index.ts';
import type { HttpParts } from './http/index.ts';
import type { Meters } from './metrics/index.ts';
import type { Publish, PublishOwn } from './publish/index.ts';
import type { Store } from './store/index.ts';
import type { ForwardOptions, Upstream } from './upstream/index.ts';

/** Puts counting around the parts of a gate, from outside: no part knows of metrics. Without meters each comes back as it was given. */
export interface Observer {
  exchange(exchange: Exchange): Exchange;
  publish(publish: Publish): Publish;
  publishOwn(publish: PublishOwn): PublishOwn;
  issuerFetch(fetch: IssuerFetch): IssuerFetch;
  upstream<U extends Upstream>(upstream: U): U;
  store(store: Store): Store;
  limiter(name: string, limit: Limiter): Limiter;
}

type Limiter = HttpParts['limitAddress'];

export function observer(meters: Meters | undefined): Observer {
  if (meters === undefined) return UNOBSERVED;
  return {
    exchange: (exchange) =>
      timed(exchange, (seconds, answer) => {
        const { provider, outcome, reason } = exchangeLabels(answer);
        meters.exchanged(provider, outcome, reason, seconds);
      }),
    publish: (publish) =>
      timed(publish, (seconds, result) => {
        const staged = result?.ok === true && result.value.staged !== undefined;
        const { outcome, reason } = publishLabels(result, staged ? 'staged' : 'published');
        meters.published('publish-token', outcome, reason, seconds);
      }),
    publishOwn: (publish) =>
      timed(publish, (seconds, result) => {
        const edited = result?.ok === true && 'metadata' in result.value;
        const { outcome, reason } = publishLabels(result, edited ? 'edited' : 'published');
        meters.published('account', outcome, reason, seconds);
      }),
    issuerFetch: (fetch) =>
      timed(fetch, (seconds, fetched) =>
        meters.issuerAsked(fetched?.ok === true ? 'ok' : (fetched?.cause ?? 'network'), seconds),
      ),
    upstream: (upstream) => observedUpstream(upstream, meters),
    store: (store) => observedStore(store, meters),
    limiter: (name, limit) => async (key) => {
      const wait = await limit(key);
      if (wait !== undefined) meters.limited(name);
      return wait;
    },
  };
}

const same = <T>(part: T): T => part;
const UNOBSERVED: Observer = {
  exchange: same,
  publish: same,
  publishOwn: same,
  issuerFetch: same,
  upstream: same,
  store: same,
  limiter: (_name, limit) => limit,
};

/** The same function; `done` is told how many seconds it took and what it gave, or nothing where it threw. */
function timed<A extends readonly unknown[], R>(
  work: (...given: A) => Promise<R>,
  done: (seconds: number, result: R | undefined) => void,
): (...given: A) => Promise<R> {
  return async (...given) => {
    const start = performance.now();
    let result: R | undefined;
    try {
      result = await work(...given);
      return result;
    } finally {
      done((performance.now() - start) / 1000, result);
    }
  };
}

function exchangeLabels(answer: ExchangeAnswer | undefined) {
  switch (answer?.outcome) {
    case 'accepted':
      return { provider: answer.provider, outcome: 'accepted', reason: 'accepted' };
    case 'limited':
      return { provider: answer.provider, outcome: 'limited', reason: 'rate-limited' };
    case 'refused':
      return {
        provider: answer.decision.identity?.provider ?? 'unverified',
        outcome: 'refused',
        reason: answer.decision.reason,
      };
    case undefined:
      return { provider: 'unverified', outcome: 'fault', reason: 'internal' };
  }
}

type PublishResult = Awaited<ReturnType<PublishOwn>> | Awaited<ReturnType<Publish>>;

function publishLabels(result: PublishResult | undefined, success: string) {
  if (result === undefined) return { outcome: 'fault', reason: 'internal' };
  return result.ok ? { outcome: success, reason: '' } : { outcome: 'refused', reason: result.refusal.code };
}

function observedUpstream<U extends Upstream>(upstream: U, meters: Meters): U {
  const asked = <A extends readonly unknown[], R extends { readonly outcome: string }>(
    operation: string,
    ask: (...given: A) => Promise<R>,
  ) => timed(ask, (seconds, answer) => meters.upstreamAsked(operation, answer?.outcome ?? 'fault', seconds));
  const { people } = upstream;
  return {
    ...upstream,
    publish: asked('publish', (...given: Parameters<Upstream['publish']>) => upstream.publish(...given)),
    find: asked('find', (...given: Parameters<Upstream['find']>) => upstream.find(...given)),
    versions: asked('versions', (...given: Parameters<Upstream['versions']>) => upstream.versions(...given)),
    forward: observedForward(upstream, meters),
    people:
      people === undefined
        ? undefined
        : { ...people, identify: asked('identify', (authorization: string) => people.identify(authorization)) },
  };
}

/** What passes through has no outcome of its own: the refusal that was written in its place, or whether the client got all of it. */
const observedForward =
  (upstream: Upstream, meters: Meters): Upstream['forward'] =>
  async (request, response, options) => {
    let outcome: string | undefined;
    const refuse: ForwardOptions['refuse'] = (refusal) => {
      outcome = refusal.code === 'upstream-unavailable' ? 'unavailable' : refusal.code;
      options.refuse(refusal);
    };
    const start = performance.now();
    try {
      await upstream.forward(request, response, { ...options, refuse });
    } finally {
      const ended = response.writableFinished || response.writableEnded ? 'answered' : 'cut';
      meters.upstreamAsked('forward', outcome ?? ended, (performance.now() - start) / 1000);
    }
  };

function observedStore(store: Store, meters: Meters): Store {
  const committed =
    <A extends readonly unknown[], R>(operation: string, write: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      const start = performance.now();
      let failed = true;
      try {
        const written = await write(...given);
        failed = false;
        return written;
      } finally {
        meters.committed(operation, (performance.now() - start) / 1000, failed);
      }
    };
  const { grants, audit } = store;
  const settle = committed('settle', (asked: Parameters<typeof grants.settle>[0]) => grants.settle(asked));
  return {
    ...store,
    grants: {
      ...grants,
      mint: committed('mint', (asked: Parameters<typeof grants.mint>[0]) => grants.mint(asked)),
      reserve: committed('reserve', (asked: Parameters<typeof grants.reserve>[0]) => grants.reserve(asked)),
      extend: committed('extend', (...given: Parameters<typeof grants.extend>) => grants.extend(...given)),
      settle: async (asked) => {
        const settled = await settle(asked);
        if (settled) meters.settled(asked.settlement);
        return settled;
      },
    },
    audit: {
      ...audit,
      append: committed('append', (draft: Parameters<typeof audit.append>[0]) => audit.append(draft)),
    },
  };
}
