import { createHash } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { AuditDraft, StoredPasskey } from '../store/index.ts';
import { accountOf } from './account-key.ts';
import { challengeIn } from './challenge.ts';
import type { Account } from './model.ts';
import type { AccountsParts } from './parts.ts';

/** Longer than a person needs, a confirmation between options and answer included. Milliseconds. */
export const CHALLENGE_LIFETIME_MS = 10 * 60_000;
const RP_NAME = 'Sallyport';
/** EdDSA, ES256, RS256 (COSE): what authenticators have. The library's default also probes for post-quantum ones, at which Node writes a warning among the log lines. */
const ALGORITHMS = [-8, -7, -257];

/** What a challenge was handed out for: an answer to another question is none. */
type Purpose = 'sign-in' | 'prove' | 'enrol';

/** Passkeys (WebAuthn level 3), each made for a host of the console. */
export interface Passkeys {
  /** To sign in where there is no account yet, else as a second factor. */
  options(account: Account | undefined, host: string): Promise<object>;
  /** Whose passkey answered the challenge; undefined when it does not hold. Each challenge works once, and counters only grow. */
  check(response: AuthenticationResponseJSON, account: Account | undefined): Promise<Account | undefined>;
  enrolOptions(account: Account, host: string): Promise<object>;
  enrol(
    account: Account,
    name: string,
    response: RegistrationResponseJSON,
    audit: AuditDraft,
  ): Promise<'added' | 'exists' | 'refused'>;
}

export function createPasskeys({ store, origins, now }: AccountsParts): Passkeys {
  const { factors, challenges } = store.people;
  const expected = () => ({
    expectedOrigin: [...origins()],
    expectedRPID: origins().map((origin) => new URL(origin).hostname),
  });

  const handOut = async <O extends { readonly challenge: string }>(
    options: O,
    purpose: Purpose,
    account: Account | undefined,
  ): Promise<O> => {
    await challenges.add({
      value: options.challenge,
      purpose,
      account: account?.key,
      expiresAt: now() + CHALLENGE_LIFETIME_MS,
    });
    return options;
  };
  /** The challenge of this answer, if it was handed out for this purpose and account, and never used. */
  const take = async (clientData: string, purpose: Purpose, account: Account | undefined) => {
    const challenge = challengeIn(clientData);
    if (challenge === undefined) return undefined;
    const taken = await challenges.take(challenge, purpose, now());
    return taken !== undefined && taken.account === account?.key ? challenge : undefined;
  };

  return {
    async options(account, host) {
      const own = account === undefined ? undefined : await factors.passkeysOf(account.key);
      const options = await generateAuthenticationOptions({
        rpID: host,
        // Alone it is both factors, so the person must be there; beside a password the key in hand is enough.
        userVerification: account === undefined ? 'required' : 'preferred',
        ...(own === undefined ? {} : { allowCredentials: own.map(descriptorOf) }),
      });
      return handOut(options, account === undefined ? 'sign-in' : 'prove', account);
    },

    async check(response, account) {
      const purpose = account === undefined ? 'sign-in' : 'prove';
      const challenge = await take(response.response.clientDataJSON, purpose, account);
      const passkey = await factors.passkey(response.id);
      if (challenge === undefined || passkey === undefined) return undefined;
      if (account !== undefined && passkey.account !== account.key) return undefined;
      const counter = await orNothing(async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response,
          expectedChallenge: challenge,
          ...expected(),
          credential: { ...descriptorOf(passkey), publicKey: bytesOf(passkey.publicKey), counter: passkey.counter },
          requireUserVerification: account === undefined,
        });
        return verified ? authenticationInfo.newCounter : undefined;
      });
      if (counter === undefined || !(await factors.usePasskey(passkey.id, counter, now()))) return undefined;
      return accountOf(passkey.account);
    },

    async enrolOptions(account, host) {
      const options = await generateRegistrationOptions({
        rpName: RP_NAME,
        rpID: host,
        userName: account.name,
        userID: userHandle(account),
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: (await factors.passkeysOf(account.key)).map(descriptorOf),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      });
      return handOut(options, 'enrol', account);
    },

    async enrol(account, name, response, audit) {
      const challenge = await take(response.response.clientDataJSON, 'enrol', account);
      if (challenge === undefined) return 'refused';
      const credential = await orNothing(async () => {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response,
          expectedChallenge: challenge,
          ...expected(),
          supportedAlgorithmIDs: ALGORITHMS,
          requireUserVerification: false,
        });
        return verified ? registrationInfo?.credential : undefined;
      });
      if (credential === undefined) return 'refused';
      return factors.addPasskey(
        {
          id: credential.id,
          account: account.key,
          publicKey: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: credential.transports ?? [],
          name,
          createdAt: now(),
          lastUsedAt: undefined,
        },
        audit,
      );
    },
  };
}

/** The library throws for whatever does not hold; nothing else happens in there. */
async function orNothing<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}

const descriptorOf = ({ id, transports }: StoredPasskey) => ({ id, transports: [...transports] });

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64url, 'base64url'));

/** Stable for the account, and says nothing about it (WebAuthn section 14.6.1). */
const userHandle = (account: Account): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(`sallyport:${account.key}`).digest());
