import { createRequire } from 'node:module';
import { type Answer, request } from './api.ts';
import type { TestGate } from './gate.ts';
import { account } from './verdaccio.ts';

const load = createRequire(createRequire(import.meta.url).resolve('sallyport'));
const { Secret, TOTP } = load('otpauth') as typeof import('otpauth');

const STEP_MS = 30_000;
const password = (name: string): string => `the password of ${name}`;

/** Somebody with an account of the registry, as their token, their browser and their authenticator app act for them. */
export interface Person {
  readonly name: string;
  readonly password: string;
  /** npm's. */
  readonly token: string;
  /** A request of the console in their session. */
  console(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** What its browser sends with a request of its own page. */
  cookieHeaders(): Record<string, string>;
  recoveryCode(): string;
  /** Signs in with the password: a new session. */
  signIn(): Promise<void>;
  /** A code of the authenticator app: of the step before this one first, since none is taken twice. */
  code(): string;
  /** Enrols the app, and makes recovery codes. */
  enrol(): Promise<void>;
  /** Confirms what waits at this authUrl, with a recovery code, of which there are ten. Gives the status. */
  approve(authUrl: string): Promise<Answer>;
}

/** Makes the account (the registry lets people register) and signs in to the console. */
export async function newPerson(gate: Pick<TestGate, 'url'>, name: string): Promise<Person> {
  const token = await account(gate.url, name, password(name));
  let cookie = '';
  let secret: string | undefined;
  let step = Math.floor(Date.now() / STEP_MS) - 1;
  const recovery: string[] = [];

  const person: Person = {
    name,
    password: password(name),
    token,
    async console(method, path, body, headers = {}) {
      const answer = await request(`${gate.url}/-/sallyport/v1${path}`, {
        method,
        headers: {
          ...person.cookieHeaders(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const set = answer.headers.get('set-cookie')?.split(';')[0];
      if (set !== undefined) cookie = set;
      return answer;
    },
    cookieHeaders: () => ({ origin: gate.url, 'sec-fetch-site': 'same-origin', ...(cookie === '' ? {} : { cookie }) }),
    recoveryCode: () => recovery.pop() ?? '',
    async signIn() {
      cookie = '';
      await expectStatus(201, person.console('POST', '/session', { name, password: password(name) }));
    },
    code() {
      if (secret === undefined) throw new Error(`${name} has no authenticator app`);
      // The gate takes the steps beside its own too, for clocks that differ: one that is long past is none of them.
      step = Math.max(step, Math.floor(Date.now() / STEP_MS) - 1);
      const timestamp = step++ * STEP_MS;
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
    },
    async enrol() {
      const begun = await expectStatus(200, person.console('POST', '/account/totp'));
      ({ secret } = begun.json as { secret: string });
      await expectStatus(204, person.console('POST', '/account/totp/confirm', { code: person.code() }));
      const asked = await expectStatus(401, person.console('POST', '/account/recovery-codes'));
      const { authUrl, doneUrl } = asked.json as { authUrl: string; doneUrl: string };
      await expectStatus(204, approve(authUrl, { totp: person.code() }));
      const { token: otp } = (await request(doneUrl)).json as { token: string };
      const made = await expectStatus(
        200,
        person.console('POST', '/account/recovery-codes', undefined, { 'npm-otp': otp }),
      );
      recovery.push(...(made.json as { codes: string[] }).codes);
    },
    approve: (authUrl) => approve(authUrl, { recoveryCode: person.recoveryCode() }),
  };
  const approve = (authUrl: string, proof: object): Promise<Answer> =>
    person.console('POST', `/confirmations/${new URL(authUrl).pathname.split('/').at(-1)}/approve`, proof);
  await person.signIn();
  return person;
}

async function expectStatus(status: number, answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
}
