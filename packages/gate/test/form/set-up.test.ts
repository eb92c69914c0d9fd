import {
  builtInProviders,
  type Claims,
  type ClaimValue,
  createIssuerDirectory,
  decide,
  parsePublisher,
  type Reason,
  supposeClaimant,
} from '@sallyport/trust';
import { expect, it } from 'vitest';
import { setUpQuery } from '../../src/form/index.ts';

const DEVELOPMENT = 'http://127.0.0.1:9000/oidc';
const issuers = createIssuerDirectory({
  providers: builtInProviders,
  configured: builtInProviders.map(({ type }) => ({
    provider: type,
    issuer: `${DEVELOPMENT}/${type}`,
    default: false,
    private: false,
    insecure: true,
  })),
  disabled: [],
  workspaces: [],
});
const claimantOf = (claims: Claims) => {
  const supposed = supposeClaimant(claims, issuers);
  if (!supposed.ok) throw new Error(supposed.refusal.reason);
  return supposed.value;
};

it.each(
  builtInProviders.flatMap((provider) => {
    const { exact, template } = provider.issuer;
    const usual = template === undefined ? exact[0] : `${template.before}${template.example}${template.after}`;
    return [usual ?? '', `${DEVELOPMENT}/${provider.type}`].map((issuer) => [provider.type, issuer, provider] as const);
  }),
)('%s at %s: the address is filled in with a publisher that accepts the refused run', (type, issuer, provider) => {
  const claimant = claimantOf({ iss: issuer, ...provider.token.derive(provider.token.example, issuer) });
  const refused = decide(claimant, [], builtInProviders);
  const query = new URLSearchParams(setUpQuery('@acme/hello', refused, issuers));
  expect(query.get('package')).toBe('@acme/hello');
  expect(query.get('type')).toBe(type);
  const claims = JSON.parse(query.get('claims') ?? '') as Readonly<Record<string, ClaimValue>>;
  const named = query.get('issuer');
  const draft = parsePublisher(
    { type, claims, ...(named === null ? {} : { issuer: named }) },
    { providers: builtInProviders },
  );
  if (!draft.ok) throw new Error(draft.refusal.message);
  const candidate = { ...draft.value, id: 'p', pins: undefined, paused: false, createdAt: 0 };
  expect(decide(claimant, [candidate], builtInProviders).outcome).toBe('accepted');
  expect(
    Object.keys(claims).some(
      (claim) =>
        provider.pins.includes(claim) && !provider.fields.some((field) => field.claim === claim && field.required),
    ),
  ).toBe(false);
});

it('only where a publisher would help, and only for a verified run', () => {
  const claimant = claimantOf({ iss: `${DEVELOPMENT}/bitbucket`, workspaceUuid: 'x' });
  const refused = decide(claimant, [], builtInProviders);
  for (const reason of ['grant-spent', 'event-refused', 'accepted'] satisfies Reason[]) {
    expect(setUpQuery('hello', { ...refused, reason }, issuers)).toBeUndefined();
  }
  const { identity: _, ...unverified } = refused;
  expect(setUpQuery('hello', unverified, issuers)).toBeUndefined();
  expect(setUpQuery('hello', { ...refused, reason: 'no-match' }, issuers)).toContain('package=hello');
});
