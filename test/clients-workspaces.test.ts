import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12, pnpm12 } from './support/clients.ts';
import { gitlabJob } from './support/jobs.ts';
import { run } from './support/run.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

describe('one id_token publishes every package of a repository, each by an exchange of its own', () => {
  const all: readonly { readonly client: Client; readonly args: readonly string[] }[] = [
    { client: npm11, args: ['publish', '--workspaces'] },
    { client: npm12, args: ['publish', '--workspaces'] },
    { client: pnpm12, args: ['-r', 'publish', '--no-git-checks'] },
  ];

  it.each(all)('$client.title: both of two workspaces', async ({ client, args }) => {
    const names = ['a', 'b'].map((which) => packageOf(`both-${which}`, client));
    for (const name of names) await addPublisher(stage.gate, name, stage.gitlab);

    const ran = await run([...client.command, ...args], await workspaces(names));

    expect(ran.code, ran.output).toBe(0);
    for (const name of names) expect(await stage.versions(name)).toEqual(['1.0.0']);
  });

  it.each(all)(
    'P1: $client.title: where the second has no publisher, it is refused and the first is published',
    async ({ client, args }) => {
      const names = ['a', 'b'].map((which) => packageOf(`half-${which}`, client));
      const [trusted = '', other = ''] = names;
      await addPublisher(stage.gate, trusted, stage.gitlab);

      const ran = await run([...client.command, ...args], await workspaces(names));

      expect(ran.code).toBe(1);
      expect(await stage.versions(trusted)).toEqual(['1.0.0']);
      expect(await stage.versions(other)).toEqual([]);
    },
  );
});

/** Two packages of one repository, and the job that publishes them. */
async function workspaces(names: readonly string[]): Promise<{ cwd: string; env: NodeJS.ProcessEnv }> {
  const cwd = await stage.runner.project('@acme/root', '1.0.0', {
    packageJson: { private: true, workspaces: ['packages/*'] },
    files: { 'pnpm-workspace.yaml': 'packages: ["packages/*"]\n' },
  });
  for (const [index, name] of names.entries()) {
    const folder = join(cwd, 'packages', String(index));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  }
  return { cwd, env: { ...stage.runner.environment(cwd), ...(await gitlabJob(stage)) } };
}
