import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exchange, request } from './support/api.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { run } from './support/run.ts';
import { runOnTerminal } from './support/terminal.ts';

const SALLYPORT = [process.execPath, resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js')] as const;

let stage: TestStage;
let checkout: string;
beforeAll(async () => {
  stage = await startTestStage();
  checkout = await mkdtemp(join(tmpdir(), 'sallyport-checkout-'));
  await writeFile(join(checkout, 'package.json'), '{"name": "@acme/asked"}');
  for (const args of [
    ['init', '-q'],
    ['remote', 'add', 'origin', 'git@bitbucket.org:acme/asked.git'],
  ])
    execFileSync('git', args, { cwd: checkout });
});
afterAll(async () => {
  await stage.close();
  await rm(checkout, { recursive: true, force: true });
});

const place = () => ({
  cwd: checkout,
  env: {
    PATH: process.env['PATH'],
    HOME: checkout,
    SALLYPORT_TOKEN: stage.gate.administratorToken,
    SALLYPORT_REGISTRY: stage.gate.url,
  },
});
const command = () => [...SALLYPORT, 'trust', 'add', 'bitbucket', '--issuer', stage.bitbucket.url];

const configured = async () =>
  (
    await request(`${stage.gate.url}/-/package/@acme%2fasked/trust`, {
      headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
    })
  ).json as readonly { claims: Readonly<Record<string, string>> }[];

it('on a real terminal, in a checkout: package and page are found, a payload over several lines is pasted, a slip is asked again', async () => {
  const { example, derive } = stage.bitbucket.provider.token;
  const payload = JSON.stringify(derive(example, stage.bitbucket.url), undefined, 2);
  const ran = await runOnTerminal(command(), {
    ...place(),
    typed: [
      { prompt: 'asked one by one: ', line: payload.replaceAll('\n', '\r') },
      { prompt: 'Workspace UUID [', line: 'not-a-uuid' },
      { prompt: 'Workspace UUID [', line: '' },
      { prompt: 'Repository UUID [', line: '' },
      { prompt: 'Deployment environment UUID (-: none) [', line: '-' },
      { prompt: 'Branch (-: none) [main]: ', line: 'release/*' },
      { prompt: 'Do you want to proceed? (y/N) ', line: 'y' },
    ],
  });
  expect(ran.code, ran.output).toBe(0);
  expect(ran.output).toContain('https://bitbucket.org/acme/asked/admin/pipelines/openid-connect');
  expect(ran.output).toContain('which must be a UUID');
  const [publisher] = await configured();
  expect(publisher?.claims).toEqual({
    workspaceUuid: example['workspaceUuid'],
    repositoryUuid: example['repositoryUuid'],
    branchName: { pattern: 'release/*' },
  });
  const mint = (branchName: string) => stage.bitbucket.mint({ audience: stage.audience, claims: { branchName } });
  expect((await exchange(stage.gate, '@acme/asked', await mint('release/1'))).status).toBe(201);
  expect((await exchange(stage.gate, '@acme/asked', await mint('main'))).status).toBe(403);
});

it('without a terminal nothing is asked: every missing flag is named at once', async () => {
  const ran = await run(command(), place());
  expect(ran.code).toBe(2);
  expect(ran.output).toContain('--workspace-uuid is missing');
  expect(ran.output).toContain('--repository-uuid is missing');
});
