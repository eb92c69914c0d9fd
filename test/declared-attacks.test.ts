import { startIssuerServer } from '@sallyport/issuer';
import type { Claims, Provider } from '@sallyport/trust';
import { attackCorpus } from '../packages/trust/test/support/attack-corpus.ts';
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

for (const name of EXAMPLES) {
  const provider = exampleProvider(name);
  await attackCorpus({ provider, issuer: issuerOf(provider), claims: await mintedClaims(provider) });
}
