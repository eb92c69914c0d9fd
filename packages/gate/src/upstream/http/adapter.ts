import type { Digests } from '../digests.ts';
import type { Identified } from '../model.ts';
import type { Answer, Question } from './question.ts';
import type { StageAdapter } from './stage-adapter.ts';

/** What kinds of registry there are: `upstream.kind`. */
export type UpstreamKind = 'verdaccio' | 'npmjs' | 'generic';

/**
 * Everything that differs from one kind of registry to another, as data and pure functions: one file a kind (adapters/). Nothing else
 * asks for the kind. Paths are below the registry's path prefix, names in them in npm's escaped form.
 */
export interface UpstreamAdapter {
  readonly kind: UpstreamKind;
  /** Whether the registry at this address is of this kind, whatever it answers. */
  isAt?(url: URL): boolean;
  /** Whether a registry that answers like this is of this kind. */
  recognise(probe: Probe): Recognised | undefined;
  /** Shows that somebody is there: any full answer below 500 does. */
  readonly ping: string;
  /** What is wrong with the gate's credential, by an answer to a request that carried it; undefined: nothing, or nothing that is said. */
  credentialProblem(answer: Pick<Answer, 'status' | 'headers'>): string | undefined;
  readonly publish: PublishAdapter;
  readonly packument: PackumentAdapter;
  readonly people: PeopleAdapter;
  /** How it takes versions that wait for approval; left out where it has no staging. */
  readonly stage?: StageAdapter;
}

/** What a registry answers to nobody in particular: two questions without any credential. */
export interface Probe {
  readonly ping: Answer;
  readonly whoami: Answer;
}

export interface Recognised {
  /** The product's name, where its answers show it. */
  readonly product?: string;
  /** By what it was recognised: "by its headers". */
  readonly how: string;
}

/** How a publish looks, and what its answers mean. */
export interface PublishAdapter {
  path(packageName: string): string;
  /** Whether it takes a Sigstore bundle as a second attachment. */
  readonly takesBundle: boolean;
  /** Refusals that may mean that the version exists: then the packument is asked. */
  readonly mayMeanExists: ReadonlySet<number>;
}

/** Where a packument is, and what it calls things. */
export interface PackumentAdapter {
  path(packageName: string): string;
  /** Of one version in it. */
  digests(version: unknown): Digests;
}

/**
 * What it says about people. Each question goes out with the caller's own authorization or with none, never with the gate's credential
 * (P5). An answer that `read` makes undefined of says nothing.
 */
export interface PeopleAdapter {
  /** Whose authorization it came with. */
  readonly whoami: Question<Identified>;
  known?(name: string): Question<boolean>;
  mayWrite?(name: string, packageName: string): Question<boolean>;
  packagesOf?(name: string): Question<readonly string[]>;
}
