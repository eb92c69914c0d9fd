import { startIssuerServer } from '@sallyport/issuer';
import type { Claims, Provider } from '@sallyport/trust';
import { attackCorpus } from '../packages/trust/test/support/attack-corpus.ts';
import type { ProviderFixture } from '../packages/trust/test/support/fixture.ts';
import { providerContract } from '../packages/trust/test/support/provider-contract.ts';
import { EXAMPLES, exampleProvider } from './support/examples.ts';

/** What the development issuer mints for a provider, without what an attack changes anyway. */
async function mintedClaims(provider: Provider): Promise<Claims> {
  const server = await startIssuerServer();
  try {
    const token = await (await server.add({ provider })).mint();
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { iss: _, aud: __, iat: ___, exp: ____, nbf: _____, ...claims } = payload as Claims;
    return claims;
  } finally {
    await server.close();
  }
}

/** A public issuer of the provider, or one that an operator lists. */
function issuerOf({ issuer: { exact, template } }: Provider): string {
  if (template !== undefined) return template.before + template.example + template.after;
  return exact[0] ?? 'https://jenkins.acme.example/oidc';
}

/** A publisher of the example run that demands every claim, and of each claim another value. */
function fixtureOf(provider: Provider, issuer: string, claims: Claims): ProviderFixture {
  const configured = provider.fields.map(({ claim, forms, example }) => [
    claim,
    forms.includes('file') ? { file: example } : String(claims[claim]),
  ]);
  return {
    provider,
    issuer,
    claims,
    configured: Object.fromEntries(configured) as ProviderFixture['configured'],
    other: Object.fromEntries(provider.fields.map(({ claim }) => [claim, `${String(claims[claim])}0`])),
    withoutLinks: (['repository', 'run'] as const).filter((link) => provider.links[link](claims, issuer) === undefined),
  };
}

for (const name of EXAMPLES) {
  const provider = exampleProvider(name);
  const issuer = issuerOf(provider);
  const claims = await mintedClaims(provider);
  providerContract(fixtureOf(provider, issuer, claims));
  await attackCorpus({ provider, issuer, claims });
}
