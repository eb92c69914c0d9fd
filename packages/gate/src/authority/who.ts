import { accept, type Result, refuse } from '@sallyport/trust';
import { type Accounts, type Origin, personAccount } from '../accounts/index.ts';
import { bearerOf, type Credential } from '../credentials/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import { hashToken } from '../tokens/index.ts';
import type { People } from '../upstream/index.ts';
import type { Presented, Principal } from './model.ts';
import { factorWanted, type SecondFactorParts } from './second-factor.ts';

export interface Vouching extends SecondFactorParts {
  /** What kind of credential an Authorization header holds. */
  readonly credentialOf: (authorization: string | undefined) => Credential;
  /** What the upstream says about people; undefined where it says nothing. */
  readonly people: People | undefined;
  readonly accounts: Pick<Accounts, 'session' | 'hasFactor'>;
}

/** Seconds after which an upstream that did not answer is asked again. */
const RETRY_AFTER = 10;

/** Who sends a request: the configuration says it of an administrator's token, the upstream of its own credentials, a session of its cookie. */
export async function who(presented: Presented, parts: Vouching): Promise<Result<Principal, Refusal>> {
  const credential = parts.credentialOf(presented.authorization);
  switch (credential.kind) {
    case 'administrator':
      return accept({ kind: 'token', source: credential.source, from: presented.from });
    case 'publish-token':
      return refuse(PUBLISH_TOKEN);
    case 'id-token':
      return refuse(ID_TOKEN);
    case 'other':
      return personOf(presented.authorization ?? '', presented.from, parts);
    case 'none':
      return presented.session === undefined ? refuse(NOBODY) : signedIn(presented, presented.session, parts);
  }
}

/** A person, by a credential of the upstream's. */
async function personOf(
  authorization: string,
  from: Origin,
  { people }: Vouching,
): Promise<Result<Principal, Refusal>> {
  if (people === undefined) return refuse(NO_PEOPLE);
  const identified = await people.identify(authorization);
  switch (identified.outcome) {
    case 'unknown':
      return refuse(UNKNOWN);
    case 'unsaid':
      return refuse(NO_PEOPLE);
    case 'unavailable':
      return refuse(refusal('upstream-unavailable', UNAVAILABLE, RETRY_AFTER));
    case 'known':
      return accept({
        kind: 'account',
        account: personAccount(identified.name),
        credential: hashToken(bearerOf(authorization) ?? authorization),
        authorization,
        session: undefined,
        from,
      });
  }
}

/** Whoever began a session of the console. One that still waits for the second factor of its account may give it, and nothing else. */
async function signedIn(presented: Presented, secret: string, parts: Vouching): Promise<Result<Principal, Refusal>> {
  const session = await parts.accounts.session(secret);
  if (session === undefined) return refuse(SESSION_EXPIRED);
  const { account } = session;
  if (!session.strong && presented.weak !== true && (await factorWanted(account, parts))) return refuse(FACTOR_FIRST);
  return accept({
    kind: 'account',
    account,
    credential: `session:${session.id}`,
    authorization: undefined,
    session,
    from: presented.from,
  });
}

const PUBLISH_TOKEN = refusal(
  'publish-token-other-request',
  'A publish token can publish its package, and nothing else.',
);
const ID_TOKEN = refusal(
  'forbidden',
  'This is an id_token of a CI run. A run publishes; trust is configured by people: sign in with an account of the registry.',
);
const NOBODY = refusal(
  'unauthorized',
  "This needs to know who asks. Sign in (npm login), or send an administrator's token as bearer: one of those that administrators.tokens in the configuration names.",
);
const NO_PEOPLE = refusal(
  'forbidden',
  'The registry behind this gate does not say whose credential this is, so administrators alone configure trust. Ask whoever runs this registry.',
);
const UNKNOWN = refusal('unauthorized', 'The registry does not know this credential. Sign in again (npm login).');
const UNAVAILABLE =
  'The registry behind this gate does not answer, so nobody can say whose credential this is. Nothing was done; try again.';
const SESSION_EXPIRED = refusal('session-expired', 'This session has ended. Sign in again.');
const FACTOR_FIRST = refusal(
  'second-factor-needed',
  'This account has a second factor, and this session was begun without it. Give it first.',
);
