import {
  type Fault,
  generateSigningKey,
  type Issuer,
  type IssuerDocument,
  type IssuerServer,
  type SigningKey,
  startIssuerServer,
} from '@sallyport/issuer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, exchange } from './support/api.ts';
import { type GateWithClock, startGateWithClock } from './support/gate-with-clock.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than the pause that an issuer has after each request for its keys. */
const COOL_DOWN_MS = 16 * SECOND_MS;
const AUDIENCE = 'npm:127.0.0.1';
const KEY_SET_LIMIT = 256 * 1024;
const FLOOD = 200;

/** What is wrong with a document, and what an exchange then says. */
interface Broken {
  readonly what: string;
  readonly document: IssuerDocument;
  readonly fault: (elsewhere: IssuerServer) => Fault;
  readonly code: 'issuer-unreachable' | 'issuer-misconfigured';
}

const both: readonly IssuerDocument[] = ['discovery', 'keys'];
const broken: readonly Broken[] = [
  ...both.flatMap((document): Broken[] => [
    { what: 'answers 500', document, fault: () => ({ kind: 'status', status: 500 }), code: 'issuer-unreachable' },
    { what: 'hangs', document, fault: () => ({ kind: 'hang' }), code: 'issuer-unreachable' },
    { what: 'stalls half way', document, fault: () => ({ kind: 'stall' }), code: 'issuer-unreachable' },
    { what: 'breaks off', document, fault: () => ({ kind: 'cut' }), code: 'issuer-unreachable' },
    { what: 'redirects', document, fault: () => ({ kind: 'redirect' }), code: 'issuer-misconfigured' },
    {
      what: 'is larger than the limit',
      document,
      fault: () => ({ kind: 'oversized', bytes: KEY_SET_LIMIT + 1 }),
      code: 'issuer-misconfigured',
    },
    { what: 'is a web page', document, fault: () => ({ kind: 'body', body: '<html>' }), code: 'issuer-misconfigured' },
  ]),
  {
    what: 'names another issuer',
    document: 'discovery',
    fault: ({ origin }) => ({ kind: 'members', members: { issuer: origin } }),
    code: 'issuer-misconfigured',
  },
  {
    what: 'has its keys elsewhere',
    document: 'discovery',
    fault: ({ origin }) => ({ kind: 'members', members: { jwks_uri: `${origin}/keys.json` } }),
    code: 'issuer-misconfigured',
  },
];
const nameOf = ({ document, what }: Broken): string => `${document}-${what.replaceAll(' ', '-')}`;
const OTHERS = ['cached', 'stale', 'cold', 'flood', 'rotation', 'withdrawn'];

let ahead = 0;
const now = (): number => Date.now() + ahead;
let servers: readonly [IssuerServer, IssuerServer];
let gate: GateWithClock;
const issuers = new Map<string, Issuer>();

beforeAll(async () => {
  servers = [await startIssuerServer({ now }), await startIssuerServer({ now })];
  const key: SigningKey = await generateSigningKey();
  for (const name of [...OTHERS, ...broken.map(nameOf)])
    issuers.set(name, await servers[0].add({ provider: 'github', path: `/${name}`, key }));
  gate = await startGateWithClock(
    {
      issuers: [...issuers.values()].map(({ provider, url }) => ({
        provider: provider.type,
        issuer: url,
        insecure: true,
      })),
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
    },
    now,
  );
  for (const [name, issuer] of issuers) await addPublisher(gate, `@issuer/${name}`, issuer);
});
afterAll(async () => {
  await gate.close();
  await Promise.all(servers.map((server) => server.close()));
});

function issuerOf(name: string): Issuer {
  const issuer = issuers.get(name);
  if (issuer === undefined) throw new Error(`no issuer ${name}`);
  return issuer;
}

const exchangeFrom = async (name: string, ...request: Parameters<Issuer['mint']>) =>
  exchange(gate, `@issuer/${name}`, await issuerOf(name).mint({ audience: AUDIENCE, ...request[0] }));

const takeDown = (issuer: Issuer): void => both.forEach((document) => issuer.fail(document, { kind: 'cut' }));

it('V3: an issuer that goes down after its keys are known stops nobody', async () => {
  expect(await exchangeFrom('cached')).toMatchObject({ status: 201 });
  takeDown(issuerOf('cached'));
  ahead += COOL_DOWN_MS;

  expect(await exchangeFrom('cached')).toMatchObject({ status: 201 });
});

it('V3: keys that are no longer fresh serve while the issuer is down, for a day and not longer', async () => {
  expect(await exchangeFrom('stale')).toMatchObject({ status: 201 });
  const issuer = issuerOf('stale');
  takeDown(issuer);
  const asked = issuer.requests('discovery');

  ahead += HOUR_MS;
  expect(await exchangeFrom('stale')).toMatchObject({ status: 201 });
  expect(issuer.requests('discovery')).toBeGreaterThan(asked);
  ahead += 22 * HOUR_MS;
  expect(await exchangeFrom('stale')).toMatchObject({ status: 201 });
  ahead += 2 * HOUR_MS;
  const late = await exchangeFrom('stale');
  expect(late).toMatchObject({ status: 503, json: { code: 'issuer-unreachable' } });
  expect(late.headers.get('retry-after')).not.toBeNull();

  issuer.heal();
  ahead += COOL_DOWN_MS;
  expect(await exchangeFrom('stale')).toMatchObject({ status: 201 });
});

it('V3: an issuer that is down and whose keys are not known: 503 and when to try again, and one request for all who ask', async () => {
  const issuer = issuerOf('cold');
  takeDown(issuer);

  const answers = await Promise.all(Array.from({ length: 20 }, () => exchangeFrom('cold')));
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 503, json: { code: 'issuer-unreachable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(issuer.requests('discovery')).toBe(1);

  issuer.heal();
  expect(await exchangeFrom('cold')).toMatchObject({ status: 503 });
  expect(issuer.requests('discovery')).toBe(1);
  ahead += COOL_DOWN_MS;
  expect(await exchangeFrom('cold')).toMatchObject({ status: 201 });
});

it('V3: a flood of unknown kids causes a handful of fetches, and true tokens are accepted meanwhile', async () => {
  const issuer = issuerOf('flood');
  expect(await exchangeFrom('flood')).toMatchObject({ status: 201 });
  for (const wave of [1, 2]) {
    ahead += COOL_DOWN_MS;
    const flood = Array.from({ length: FLOOD }, (_, index) =>
      exchangeFrom('flood', { header: { kid: `${wave}-${index}` } }),
    );
    const answers = await Promise.all([...flood, exchangeFrom('flood')]);
    expect(answers.pop()).toMatchObject({ status: 201 });
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(answers[0]).toMatchObject({ json: { code: 'key-unknown' } });
    expect(issuer.requests('keys')).toBe(1 + wave);
    expect(issuer.requests('discovery')).toBe(1 + wave);
  }
});

it('V3: after a rotation the new key is found, at the latest when the pause between two requests is over', async () => {
  const issuer = issuerOf('rotation');
  expect(await exchangeFrom('rotation')).toMatchObject({ status: 201 });
  await issuer.rotate();

  const early = await exchangeFrom('rotation');
  expect(early).toMatchObject({ status: 401, json: { code: 'key-unknown' } });
  expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
  ahead += COOL_DOWN_MS;
  expect(await exchangeFrom('rotation')).toMatchObject({ status: 201 });
});

it('V3: a key that its issuer has withdrawn is not accepted once the new set has come', async () => {
  const issuer = issuerOf('withdrawn');
  expect(await exchangeFrom('withdrawn')).toMatchObject({ status: 201 });
  const old = issuer.signingKey();
  await issuer.rotate();
  issuer.dropOldKeys();
  ahead += COOL_DOWN_MS;
  expect(await exchangeFrom('withdrawn')).toMatchObject({ status: 201 });

  expect(await exchangeFrom('withdrawn', { key: old })).toMatchObject({ status: 401, json: { code: 'key-unknown' } });
});

it.each(broken)('V3: $document that $what: 503 $code, nothing minted, and accepted once it is mended', async (how) => {
  const name = nameOf(how);
  const issuer = issuerOf(name);
  const [, elsewhere] = servers;
  const asked = elsewhere.requests('/keys.json');
  issuer.fail(how.document, how.fault(elsewhere));

  const refused = await exchangeFrom(name);
  expect(refused).toMatchObject({ status: 503, json: { code: how.code } });
  expect(refused.headers.has('retry-after')).toBe(how.code === 'issuer-unreachable');
  expect(elsewhere.requests('/keys.json')).toBe(asked);
  // Followed, a redirect would have been a second request for the same document.
  expect(issuer.requests(how.document)).toBe(1);

  issuer.heal();
  ahead += COOL_DOWN_MS;
  expect(await exchangeFrom(name)).toMatchObject({ status: 201 });
});
