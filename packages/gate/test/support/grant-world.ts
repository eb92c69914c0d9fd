import {
  type Grant,
  isAbandoned,
  onExchange,
  onPublish,
  RESERVATION_MS,
  type Release,
  type Settlement,
  settledState,
} from '../../src/grant/index.ts';

export type Step =
  | { readonly do: 'exchange' }
  | { readonly do: 'publish'; readonly release: Release }
  /** What the upstream makes of the upload under way. `late`: the connection is cut, and the bytes arrive some time after. */
  | { readonly do: 'upstream'; readonly answer: 'published' | 'refused' | 'cut-after' | 'cut-before' | 'late' }
  /** Bytes that were on their way reach the upstream. */
  | { readonly do: 'arrive' }
  /** The gate that uploads dies; its bytes may still be on their way. */
  | { readonly do: 'crash' }
  /** A person decides about everything that waits in the stage queue. */
  | { readonly do: 'approve' | 'reject' }
  | { readonly do: 'pass'; readonly ms: number };

const TOKEN_MS = 60_000;

/**
 * One grant, the gates that work on it and the upstream behind them, as rule P6 has it: the transitions that the store makes, driven
 * by nothing but the answers of the pure state machine. Upstreams keep the first bytes of a version.
 */
export class GrantWorld {
  readonly upstream = new Map<string, string>();
  /** The upstream's stage queue, by version. */
  readonly waiting = new Map<string, string>();
  /** Every version that ever arrived, in either, with its bytes. */
  readonly arrived = new Map<string, string>();
  readonly acknowledged: Release[] = [];
  grant: Grant = {
    id: 'g',
    package: 'p',
    action: 'createPackage',
    publisher: 'x',
    revision: 1,
    provider: 'example',
    issuer: 'https://issuer.example',
    state: 'live',
    tokenExpiresAt: TOKEN_MS,
    release: undefined,
    attempt: undefined,
    deadline: undefined,
    uncertain: false,
    stageId: undefined,
  };
  #now = 0;
  #attempts = 0;
  #uploading: { readonly release: Release; readonly attempt: string } | undefined;
  #underWay: Release[] = [];
  readonly #stages: boolean;

  /** @param stages whether the upstream stages what it gets. */
  constructor(stages = false) {
    this.#stages = stages;
  }

  take(step: Step): void {
    switch (step.do) {
      case 'exchange':
        return this.#exchange();
      case 'publish':
        return this.#publish(step.release);
      case 'upstream':
        return this.#answer(step.answer);
      case 'arrive':
        return this.#arrive();
      case 'crash':
        if (this.#uploading !== undefined) this.#underWay.push(this.#uploading.release);
        this.#uploading = undefined;
        return;
      case 'approve':
        for (const [version, integrity] of this.waiting) this.upstream.set(version, integrity);
        return this.waiting.clear();
      case 'reject':
        return this.waiting.clear();
      case 'pass':
        this.#now += step.ms;
    }
  }

  /** A token that is good for what a test still wants to send, whatever the grant's state. */
  renewToken(): void {
    this.grant = { ...this.grant, tokenExpiresAt: this.#now + TOKEN_MS };
  }

  #exchange(): void {
    const step = onExchange(this.grant, this.#now);
    if (step === 'settle') this.#ask();
    if (step === 'mint') this.renewToken();
  }

  #publish(release: Release): void {
    const step = onPublish(this.grant, release, this.#now);
    if (step === 'settle') this.#ask();
    if (step === 'done') this.acknowledged.push(release);
    if (step !== 'reserve') return;
    const attempt = `${++this.#attempts}`;
    const uncertain = this.grant.state === 'bound';
    this.grant = {
      ...this.grant,
      state: 'reserved',
      release,
      attempt,
      uncertain,
      deadline: this.#now + RESERVATION_MS,
    };
    this.#uploading = { release, attempt };
  }

  #answer(answer: 'published' | 'refused' | 'cut-after' | 'cut-before' | 'late'): void {
    const upload = this.#uploading;
    if (upload === undefined) return;
    this.#uploading = undefined;
    const { release, attempt } = upload;
    if (answer === 'published') {
      const equal = this.#receive(release);
      // Refused as a version that exists: with our integrity and an earlier attempt of unknown outcome it is our own (P6).
      if (equal && this.#settle(attempt, this.#stages ? 'staged' : 'published')) this.acknowledged.push(release);
    }
    // The version is absent, but bytes of an earlier attempt may still arrive: only a first attempt can let the grant go.
    if (answer === 'refused') this.#settle(attempt, this.grant.uncertain ? 'unknown' : 'released');
    if (answer === 'cut-after') this.#receive(release);
    if (answer === 'late') this.#underWay.push(release);
    if (answer === 'cut-after' || answer === 'cut-before' || answer === 'late') this.#settle(attempt, 'unknown');
  }

  #arrive(): void {
    const release = this.#underWay.shift();
    if (release !== undefined) this.#receive(release);
  }

  #receive({ version, integrity }: Release): boolean {
    const there = this.upstream.get(version) ?? this.waiting.get(version);
    if (there !== undefined) return there === integrity;
    (this.#stages ? this.waiting : this.upstream).set(version, integrity);
    this.arrived.set(version, integrity);
    return true;
  }

  /** Whoever finds it asks the upstream: there, it is published; absent, it may still be on its way (P6). */
  #ask(): void {
    const { release, attempt } = this.grant;
    if (release === undefined || attempt === undefined) return;
    if (this.grant.state === 'reserved' && !isAbandoned(this.grant, this.#now)) return;
    const waits = this.waiting.get(release.version) === release.integrity;
    const there = this.upstream.get(release.version) === release.integrity;
    this.#settle(attempt, there ? 'published' : waits ? 'staged' : 'unknown');
  }

  /** As GrantStore.settle: by the attempt, once. */
  #settle(attempt: string, settlement: Settlement): boolean {
    const { state } = this.grant;
    if (this.grant.attempt !== attempt || (state !== 'reserved' && state !== 'bound')) return false;
    const kept = settlement === 'released' ? { release: undefined, attempt: undefined } : {};
    const uncertain = settlement === 'unknown';
    this.grant = { ...this.grant, ...kept, state: settledState(settlement), uncertain, deadline: undefined };
    return true;
  }
}
