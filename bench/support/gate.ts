import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Issuer } from '@sallyport/issuer';
import { stringify } from 'yaml';
import { type Measured, startMeasured } from './process.ts';

const TOKEN = 'bench-administrator-token-0123456789';
const administrator = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

/** A gate without rate limits that accepts this issuer. `name` is its own within the folder. */
export async function startGate(
  folder: string,
  name: string,
  issuer: Issuer,
  configuration: Readonly<Record<string, unknown>> = {},
  upstreamToken = '',
): Promise<Measured> {
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    stringify({
      listen: '127.0.0.1:0',
      data: join(folder, `data-${name}`),
      issuers: [{ provider: issuer.provider.type, issuer: issuer.url, insecure: true }],
      administrators: { tokens: [{ env: 'BENCH_TOKEN' }] },
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
      ...configuration,
    }),
  );
  return startMeasured([resolve('packages/gate/bin/sallyport.js'), 'serve', '--config', file], {
    BENCH_TOKEN: TOKEN,
    UPSTREAM_TOKEN: upstreamToken,
  });
}

/** What makes a gate publish to this registry: beside it, its token goes to startGate. */
export const upstreamAt = (url: string, kind = 'verdaccio'): Record<string, unknown> => ({
  upstream: { url, kind, credential: { env: 'UPSTREAM_TOKEN' } },
});

/** Trusts the issuer's example repository with the package. */
export async function trust(gate: Measured, packageName: string, issuer: Issuer): Promise<void> {
  const { workspaceUuid, repositoryUuid } = issuer.provider.token.example;
  const answer = await fetch(`${gate.url}/-/package/${escaped(packageName)}/trust`, {
    method: 'POST',
    headers: administrator,
    body: JSON.stringify([
      { type: issuer.provider.type, issuer: issuer.url, claims: { workspaceUuid, repositoryUuid } },
    ]),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

export const exchangeUrl = (gate: Measured, packageName: string): string =>
  `${gate.url}/-/npm/v1/oidc/token/exchange/package/${escaped(packageName)}`;

/** An id_token of a run of its own. */
export const mintRun = (issuer: Issuer): Promise<string> =>
  issuer.mint({ audience: 'npm:127.0.0.1', claims: { stepUuid: `{${crypto.randomUUID()}}` } });

/** Trusts the package and exchanges a publish token for it. */
export async function publishToken(gate: Measured, packageName: string, issuer: Issuer): Promise<string> {
  await trust(gate, packageName, issuer);
  const answer = await fetch(exchangeUrl(gate, packageName), {
    method: 'POST',
    headers: { authorization: `Bearer ${await mintRun(issuer)}` },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return ((await answer.json()) as { token: string }).token;
}

export const escaped = (packageName: string): string => packageName.replace('/', '%2f');
