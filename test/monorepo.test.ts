import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, packument } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12, pnpm12, SALLYPORT_CI, yarn4 } from './support/clients.ts';
import { eventually } from './support/eventually.ts';
import { bitbucketStep } from './support/jobs.ts';
import { chain, type Member, writeMonorepo } from './support/monorepo.ts';
import { type Ran, run } from './support/run.ts';

/** So many packages has a repository here. */
const COUNT = 40;
const MINUTES = 60_000;

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

interface Repository {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A Bitbucket step in a clone of the repository, with the clients that it needs. */
async function step(client: Client, members: readonly Member[]): Promise<Repository> {
  const cwd = await writeMonorepo(stage.runner, client, stage.gate.url, members);
  const env = await stage.runner.environmentWith(cwd, client.bin === 'npm' ? [client] : [client, npm12]);
  return { cwd, env: { ...env, ...(await bitbucketStep(stage)) } };
}

/** A later step of the same pipeline: another id_token. */
const nextStep = async ({ cwd, env }: Repository): Promise<Repository> => ({
  cwd,
  env: { ...env, ...(await bitbucketStep(stage, { stepUuid: `{${crypto.randomUUID()}}` })) },
});

const publish = (repository: Repository, ...args: string[]): Promise<Ran> =>
  run([...SALLYPORT_CI, 'publish', ...args], { ...repository, timeout: 10 * MINUTES });

interface Document {
  readonly outcome: string;
  readonly packages: readonly { readonly name: string; readonly outcome: string; readonly blockedBy?: string }[];
}
const documentOf = ({ stdout }: Ran): Document => JSON.parse(stdout);
const outcomesOf = (ran: Ran): Record<string, string> =>
  Object.fromEntries(documentOf(ran).packages.map(({ name, outcome }) => [name, outcome]));
const isThere = async (name: string): Promise<boolean> => (await stage.versions(name)).length > 0;

describe.each([npm12, pnpm12, yarn4])('$title: a repository of 40 packages, from a Bitbucket step', (client) => {
  it('killed half way and run again, one command publishes each once, what is needed first', {
    timeout: 20 * MINUTES,
  }, async () => {
    const members = chain(packageOf('many', client), COUNT);
    for (const { name } of members) await addPublisher(stage.gate, name, stage.bitbucket);
    const first = await step(client, members);
    const half = members[COUNT / 2]?.name ?? '';

    const child = spawn(SALLYPORT_CI[0] ?? '', [...SALLYPORT_CI.slice(1), 'publish'], { ...first, stdio: 'ignore' });
    const ended = once(child, 'close');
    await eventually('half of them', async () => ((await isThere(half)) ? true : undefined), 10 * 60);
    child.kill('SIGKILL');
    await ended;
    expect(await isThere(members.at(-1)?.name ?? '')).toBe(false);

    const again = await publish(await nextStep(first), '--json');

    expect(again.code, again.stderr).toBe(0);
    const outcomes = outcomesOf(again);
    const inOrder = members.map(({ name }) => name);
    expect(Object.keys(outcomes)).toEqual(inOrder);
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['published-before', 'published']));
    for (const name of inOrder) {
      expect(await stage.versions(name)).toEqual(['1.0.0']);
      expect((await stage.outcomes(name, 'publish')).filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    }
    const last = members.at(-1);
    const [needed = ''] = last?.needs ?? [];
    expect(await dependenciesOf(last?.name ?? '')).toMatchObject({ [needed]: '^1.0.0' });
  });

  it('one refused package blocks what needs it, and nothing else', { timeout: 5 * MINUTES }, async () => {
    const name = (which: string) => packageOf(`part-${which}`, client);
    const members: readonly Member[] = [
      { name: name('top'), needs: [name('middle')] },
      { name: name('middle'), needs: [name('refused')] },
      { name: name('refused'), needs: [name('base')] },
      { name: name('base'), needs: [] },
      { name: name('other'), needs: [name('base')] },
      { name: name('private'), needs: [], packageJson: { private: true } },
    ];
    for (const trusted of ['top', 'middle', 'base', 'other']) {
      await addPublisher(stage.gate, name(trusted), stage.bitbucket);
    }

    const ran = await publish(await step(client, members), '--json');

    expect(ran.code, ran.stderr).toBe(1);
    expect(documentOf(ran).outcome).toBe('refused');
    expect(outcomesOf(ran)).toEqual({
      [name('base')]: 'published',
      [name('other')]: 'published',
      [name('refused')]: 'refused',
      [name('middle')]: 'blocked',
      [name('top')]: 'blocked',
      [name('private')]: 'private',
    });
    for (const one of documentOf(ran).packages) {
      if (one.outcome === 'blocked') expect(one.blockedBy).toBe(name('refused'));
      expect(await isThere(one.name)).toBe(one.outcome === 'published');
    }
  });
});

describe('npm 11: the same command', () => {
  it('publishes a repository as a table, and one package of it where it is named', {
    timeout: 5 * MINUTES,
  }, async () => {
    const [a = '', b = ''] = ['a', 'b'].map((which) => packageOf(`few-${which}`, npm11));
    for (const name of [a, b]) await addPublisher(stage.gate, name, stage.bitbucket);
    const here = await step(npm11, [
      { name: a, needs: [b] },
      { name: b, needs: [] },
    ]);

    const one = await publish(here, '--workspace', b);
    expect(one.code, one.stderr).toBe(0);
    expect(await isThere(a)).toBe(false);

    const rest = await publish(await nextStep(here));
    expect(rest.code, rest.stderr).toBe(0);
    expect(rest.stdout).toMatch(new RegExp(`^published before +${b}@1.0.0 .*\npublished +${a}@1.0.0 .*\n2 packages: `));
  });
});

const dependenciesOf = async (name: string): Promise<unknown> =>
  (await packument(stage.gate, name))?.versions['1.0.0']?.['dependencies'];
