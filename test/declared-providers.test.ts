import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issuer, type IssuerServer, startIssuerServer } from '@sallyport/issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, exchange, exchanged, packument, put, request } from './support/api.ts';
import { pnpm12, publishWith } from './support/clients.ts';
import { publishDocument } from './support/documents.ts';
import { acceptedAzure, exampleFile, exampleProvider } from './support/examples.ts';
import { startTestGate, type TestGate } from './support/gate.ts';
import { reconfigure } from './support/recorded-stage.ts';
import { createRunner } from './support/runner.ts';

const AUDIENCE = 'npm:127.0.0.1';
let issuers: IssuerServer;
let gate: TestGate;
let forgejo: Issuer;
let azure: Issuer;
let azureFile: string;

const configuration = () => ({
  providers: [{ file: exampleFile('forgejo') }, { file: azureFile }],
  issuers: [forgejo, azure].map(({ provider, url }) => ({ provider: provider.type, issuer: url, insecure: true })),
});

beforeAll(async () => {
  issuers = await startIssuerServer();
  forgejo = await issuers.add({ provider: exampleProvider('forgejo') });
  azure = await issuers.add({ provider: exampleProvider('azure-devops') });
  azureFile = exampleFile('azure-devops');
  gate = await startTestGate({ configuration: configuration() });
});
afterAll(async () => {
  await gate.stop();
  await issuers.close();
  await rm(gate.folder, { recursive: true, force: true });
});

describe('a provider that the configuration declares', () => {
  it('publishes: pnpm in a job of it, with no npm token', async () => {
    await addPublisher(gate, '@acme/forged', forgejo);
    const runner = await createRunner(gate.url);
    try {
      const project = await runner.project('@acme/forged', '1.0.0', {});
      const job = { CI: 'true', NPM_ID_TOKEN: await forgejo.mint({ audience: AUDIENCE }) };
      const published = await publishWith(runner, pnpm12, project, job);
      expect(published.code, published.output).toBe(0);
      expect(Object.keys((await packument(gate, '@acme/forged'))?.versions ?? {})).toEqual(['1.0.0']);
    } finally {
      await runner.remove();
    }
  });

  it('refuses another repository, another workflow file and a pull request, like a built-in one', async () => {
    await addPublisher(gate, '@acme/forged-2', forgejo);
    const refused = async (claims: Record<string, unknown>) =>
      (await exchange(gate, '@acme/forged-2', await forgejo.mint({ audience: AUDIENCE, claims }))).json;
    expect(await refused({ repository: 'mallory/hello' })).toMatchObject({ code: 'no-match' });
    expect(await refused({ workflow_ref: 'acme/hello/.forgejo/workflows/ci.yml@refs/heads/main' })).toMatchObject({
      code: 'no-match',
    });
    expect(await refused({ event_name: 'pull_request' })).toMatchObject({ code: 'event-refused' });
  });

  it('G3: a publish token ends when its issuer comes to belong to another provider, and is good again when it is given back', async () => {
    await addPublisher(gate, '@acme/given-away', forgejo);
    const token = await exchanged(gate, '@acme/given-away', await forgejo.mint({ audience: AUDIENCE }));
    const { text } = await publishDocument('@acme/given-away', '1.0.0');
    const given = { provider: 'buildkite', issuer: forgejo.url, insecure: true };
    await reconfigure(gate, (before) => ({ ...before, issuers: [given] }));
    expect(await put(gate, '@acme/given-away', token, text)).toMatchObject({
      status: 403,
      json: { code: 'publish-token-ended' },
    });
    await reconfigure(gate, (before) => ({ ...before, ...configuration() }));
    expect((await put(gate, '@acme/given-away', token, text)).status).toBe(201);
  });

  it('is described like a built-in one, for the form, the commands and other tools', async () => {
    const described = (await request(`${gate.url}/-/sallyport/v1/providers?package=@acme/forged`)).json;
    expect(described).toContainEqual(
      expect.objectContaining({
        type: 'forgejo',
        title: 'Forgejo Actions',
        snippet: { file: '.forgejo/workflows/publish.yml', text: expect.stringContaining(gate.url) },
        sample: expect.objectContaining({ workflow_ref: 'acme/hello/.forgejo/workflows/publish.yml@refs/heads/main' }),
      }),
    );
  });
});

/** A run of its own: two tokens of one second would be the same, as they have no jti. */
const azureRun = (): Promise<string> => azure.mint({ claims: { run_id: randomUUID() } });

describe('a provider whose tokens all have one audience', () => {
  it('V6: is off, and says so, until the operator accepts the risk; SIGHUP then switches it on', async () => {
    await addPublisher(gate, '@acme/azure', azure);
    const token = await azureRun();
    expect((await exchange(gate, '@acme/azure', token)).json).toMatchObject({ code: 'issuer-disabled' });
    expect(gate.log()).toContain('could show one here and publish with it');

    azureFile = join(gate.folder, 'azure.yaml');
    await writeFile(azureFile, acceptedAzure());
    expect(await reconfigure(gate, (before) => ({ ...before, ...configuration() }))).toContain('providers');
    expect((await exchange(gate, '@acme/azure', token)).status).toBe(201);
  });

  it('G1, V6: its token is good for one exchange, ever: not for the same package again, nor for another', async () => {
    for (const name of ['@acme/azure-1', '@acme/azure-2']) await addPublisher(gate, name, azure);
    const token = await azureRun();
    const publishToken = await exchanged(gate, '@acme/azure-1', token);
    for (const name of ['@acme/azure-1', '@acme/azure-2']) {
      expect((await exchange(gate, name, token)).json).toMatchObject({ code: 'token-replayed' });
    }
    const document = await publishDocument('@acme/azure-1', '1.0.0');
    expect((await put(gate, '@acme/azure-1', publishToken, document.text)).status).toBe(201);
    expect((await exchange(gate, '@acme/azure-2', token)).json).toMatchObject({ code: 'token-replayed' });
    expect((await exchange(gate, '@acme/azure-2', await azureRun())).status).toBe(201);
  });
});
