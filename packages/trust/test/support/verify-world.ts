import type { JWK } from 'jose';
import type { Claims } from '../../src/claims.ts';
import type { Identity } from '../../src/identity.ts';
import { createIssuerDirectory, type IssuerDirectoryOptions, isPublicIssuer } from '../../src/issuers/index.ts';
import type { FetchedText, IssuerFetchOptions } from '../../src/keys/fetch.ts';
import { createKeySource } from '../../src/keys/index.ts';
import type { KeySource } from '../../src/keys/model.ts';
import type { Provider } from '../../src/provider.ts';
import type { Result } from '../../src/result.ts';
import { type VerifyContext, verifyIdToken } from '../../src/verify/index.ts';
import type { TokenRefusal } from '../../src/verify/model.ts';
import { testKey } from './verify-keys.ts';
import { forge, mill, wheel } from './verify-providers.ts';
import { AUDIENCE, MILL, millClaims, START, signToken, type TokenChange } from './verify-token.ts';

/** Whose tokens are verified in a world. */
export interface Subject {
  readonly provider: Provider;
  readonly issuer: string;
  /** The payload of a token, without audience and times. */
  readonly claims: Claims;
}

export const MILL_SUBJECT: Subject = { provider: mill, issuer: MILL, claims: millClaims };

/** What a token must have to be accepted. */
export interface Honest {
  readonly provider: Provider;
  readonly issuer: string;
  /** The whole payload. */
  readonly claims: Claims;
  /** The audience that is demanded. */
  readonly audience: string;
  /** What else may stand beside it: one or none. */
  readonly companion: readonly string[];
}

/** A network with issuers in it, a clock, and a gate's verification set up against both. */
export interface World {
  /** Milliseconds since 1970; tests move it. */
  time: number;
  /** What the network answers; a missing URL answers 404. */
  readonly answers: Map<string, FetchedText>;
  /** Every URL fetched, in order. */
  readonly fetched: string[];
  readonly fetchOptions: IssuerFetchOptions[];
  /** While set, fetches wait for it. */
  hold: Promise<void> | undefined;
  /** Issuers that a publisher names, and how often that was asked. */
  readonly named: Set<string>;
  namedAsked: number;
  readonly keys: KeySource;
  readonly context: VerifyContext;
  /** Lets an issuer publish these keys. */
  publish(issuer: string, keys: readonly JWK[]): void;
  /** Lets every URL of an issuer fail. */
  breakDown(issuer: string, failure?: Extract<FetchedText, { ok: false }>): void;
  readonly honest: Honest;
  /** A really signed token: an honest one, with the changes. */
  sign(change?: TokenChange): Promise<string>;
  verify(token: string, changes?: Partial<VerifyContext>): Promise<Result<Identity, TokenRefusal>>;
}

export const json = (value: unknown): FetchedText => ({ ok: true, body: JSON.stringify(value) });
export const discoveryUrl = (issuer: string): string => `${issuer}/.well-known/openid-configuration`;

/** A world in which the subject's issuer (mill's workspace acme, unless told otherwise) publishes the key `first`. */
export async function createWorld(
  options: Partial<IssuerDirectoryOptions> = {},
  subject = MILL_SUBJECT,
): Promise<World> {
  const honest = honestOf(subject);
  const answers = new Map<string, FetchedText>();
  const fetched: string[] = [];
  const fetchOptions: IssuerFetchOptions[] = [];
  const named = new Set<string>();
  const now = () => world.time;
  const keys = createKeySource({
    async fetch(url, options) {
      fetched.push(url);
      fetchOptions.push(options);
      await world.hold;
      return answers.get(url) ?? { ok: false, cause: 'status', status: 404 };
    },
    now,
    isNamed(issuer) {
      world.namedAsked += 1;
      return Promise.resolve(named.has(issuer));
    },
  });
  const directory = {
    providers: [...new Set([mill, forge, wheel, subject.provider])],
    configured: listed(subject),
    disabled: [],
    workspaces: [],
    ...options,
  };
  const context: VerifyContext = {
    issuers: createIssuerDirectory(directory),
    keys,
    audiences: [AUDIENCE],
    strictAudience: true,
    leewaySeconds: 60,
    maxTokenAgeSeconds: 3600,
    now,
  };
  const world: World = {
    time: START * 1000,
    answers,
    fetched,
    fetchOptions,
    hold: undefined,
    named,
    namedAsked: 0,
    keys,
    context,
    publish(issuer, published) {
      answers.set(discoveryUrl(issuer), json({ issuer, jwks_uri: `${issuer}/keys.json` }));
      answers.set(`${issuer}/keys.json`, json({ keys: published }));
    },
    breakDown(issuer, failure = { ok: false, cause: 'network' }) {
      answers.set(discoveryUrl(issuer), failure);
      answers.set(`${issuer}/keys.json`, failure);
    },
    honest,
    sign: (change) => signToken(change, honest.claims),
    verify: (token, changes) => verifyIdToken(token, { ...context, ...changes }),
  };
  world.publish(subject.issuer, [(await testKey('first')).jwk]);
  return world;
}

function honestOf({ provider, issuer, claims }: Subject): Honest {
  const audience = provider.fixedAudience ?? AUDIENCE;
  const own = provider.companionAudience?.(claims);
  const companion = own === undefined ? [] : [own];
  const aud = own === undefined ? audience : [audience, own];
  const times = { iat: START - 10, exp: START + 3590 };
  return { provider, issuer, audience, companion, claims: { ...claims, iss: issuer, aud, ...times } };
}

/** An issuer that nobody could know without being told stands in the configuration. */
const listed = ({ provider, issuer }: Subject) =>
  isPublicIssuer(provider.issuer, issuer)
    ? []
    : [{ provider: provider.type, issuer, default: false, private: false, insecure: false }];
