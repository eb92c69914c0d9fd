import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, escapeName, exchange, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage } from './support/gate.ts';
import { startRecordingRegistry } from './support/recording-registry.ts';
import { expectRefusal } from './support/refusal.ts';
import { postStage, type StagingWorld, startStagingWorld } from './support/staging-world.ts';

let world: StagingWorld;
beforeAll(async () => {
  world = await startStagingWorld();
});
afterAll(() => world.close());

const stageIdOf = ({ json }: Answer): string => (json as { stageId: string }).stageId;
const sentence = (name: string, id: string): string =>
  `${name}@1.0.0 was staged, not published: approve it with \`npm stage approve ${id} --registry ${world.registry.url}/\` or on the registry's page.`;

describe('publishAs: stage', () => {
  it('npm publish: staged with the gate’s credential, and the client is told where to approve', async () => {
    const run = await world.startRun('@staged/published');

    const answer = await world.publish(run);

    const [waiting] = world.registry.waiting(run.name);
    const id = waiting?.id ?? '';
    expect(answer).toMatchObject({ status: 201, json: { ok: true, success: true, staged: true, stageId: id } });
    expect(answer.headers.get('npm-notice')).toBe(sentence(run.name, id));
    expect(world.registry.versions(run.name)).toEqual([]);
    expect(world.withCredential(run.name)).toEqual([`POST /-/stage/package/${escapeName(run.name)}`]);
  });

  it('npm stage publish: the same, answered as npm’s contract says', async () => {
    const run = await world.startRun('@staged/staged');

    const answer = await postStage(world.stage.gate, run);

    const id = world.registry.waiting(run.name)[0]?.id ?? '';
    expect(answer).toMatchObject({ status: 201, json: { message: sentence(run.name, id), stageId: id } });
    expect(answer.headers.get('npm-notice')).toBe(sentence(run.name, id));
    expect(world.withCredential(run.name)).toEqual([`POST /-/stage/package/${escapeName(run.name)}`]);
  });

  it('P4: what waits for approval is the gate’s own document: its bytes, its publisher, one tag', async () => {
    const run = await world.startRun('@staged/document');
    await world.publish(run);

    const sent = world.registry.seen.findLast(({ method }) => method === 'POST');
    expect(JSON.parse(sent?.body.toString('utf8') ?? '')).toMatchObject({
      name: run.name,
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { dist: { integrity: run.document.integrity }, _npmUser: { name: expect.any(String) } } },
    });
  });

  it('P8: staged is in the audit, with the id of what waits, after it was started', async () => {
    const run = await world.startRun('@staged/audited');
    const stageId = stageIdOf(await world.publish(run));

    const entries = await audit(world.stage.gate, `package=${encodeURIComponent(run.name)}&kind=publish`);
    expect(entries).toMatchObject([
      { outcome: 'staged', version: '1.0.0', integrity: run.document.integrity, change: { stageId } },
      { outcome: 'started' },
    ]);
  });

  it('the console counts what was staged among the releases of its package, and tells it from what was published', async () => {
    const run = await world.startRun('@staged/listed');
    await world.publish(run);

    const asked = (path: string) =>
      request(`${world.stage.gate.url}/-/sallyport/v1/packages${path}`, {
        headers: { authorization: `Bearer ${world.stage.gate.administratorToken}` },
      });
    expect((await asked(`/${escapeName(run.name)}`)).json).toMatchObject({
      releases: [{ outcome: 'staged', version: '1.0.0' }],
    });
    // Its publisher is configured for a pattern of names.
    expect((await asked('?search=staged/listed')).json).toMatchObject({
      packages: [{ name: run.name, lastPublish: { version: '1.0.0' } }],
    });
  });

  it('P7: the same bytes again are told the same, by either command, also once it is approved; nothing is staged twice', async () => {
    const run = await world.startRun('@staged/again');
    const first = await world.publish(run);
    const again = await world.publish(run);
    expect(again).toMatchObject({ status: 201, json: first.json });
    expect(again.headers.get('npm-notice')).toBe(first.headers.get('npm-notice'));

    world.registry.approve(run.name);
    expect(await postStage(world.stage.gate, run)).toMatchObject({ status: 201, json: { stageId: stageIdOf(first) } });
    expect(world.withCredential(run.name)).toHaveLength(1);
    expect(world.registry.versions(run.name)).toEqual(['1.0.0']);
  });

  it('G1: one id_token stages one version, and every refusal after it says staged, not published', async () => {
    const run = await world.startRun('@staged/spent');
    await world.publish(run);

    const other = await world.publishOther(run);
    expectRefusal(other, 403, 'grant-spent');
    expect(other.headers.get('npm-notice')).toContain(`This run has staged ${run.name}@1.0.0 already`);

    const exchanged = await exchange(world.stage.gate, run.name, run.idToken);
    expectRefusal(exchanged, 403, 'grant-spent');
    expect(exchanged.headers.get('npm-notice')).toContain('has staged version "1.0.0" of this package already');

    const checked = await request(`${world.stage.gate.url}/-/sallyport/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ package: run.name, token: run.idToken }),
    });
    expect(checked.json).toMatchObject({ outcome: 'refused', reason: 'grant-spent' });
    expect(checked.text).toContain('has staged version');
    expect(world.registry.waiting(run.name)).toHaveLength(1);
  });

  it.each([['createPackage'], ['createStagedPackage']])(
    '%s is enough where staging is all that happens',
    async (permission) => {
      const name = `@permitted/${permission.toLowerCase()}`;
      const { gate, bitbucket } = world.stage;
      await addPublisher(gate, name, bitbucket, { permissions: [permission] });
      const run = await world.startRun(name);
      expect(await world.publish(run)).toMatchObject({ status: 201, json: { staged: true } });
      const [spent] = [await exchange(gate, name, run.idToken)];
      expectRefusal(spent, 403, 'grant-spent');
    },
  );

  it('P3: what the guard refuses is not staged', async () => {
    const run = await world.startRun('@staged/guarded');
    const answer = await put(
      world.stage.gate,
      run.name,
      run.token,
      JSON.stringify({ ...run.document.object, name: 'x' }),
    );
    expectRefusal(answer, 403, 'document-other-package');
    expect(world.withCredential(run.name)).toEqual([]);
  });

  it('P1: another package’s token stages nothing', async () => {
    const run = await world.startRun('@staged/mine');
    const stranger = { ...run, name: '@staged/theirs', document: await publishDocument('@staged/theirs', '1.0.0') };
    expectRefusal(await postStage(world.stage.gate, stranger), 403, 'publish-token-other-package');
    expect(world.withCredential('@staged/theirs')).toEqual([]);
  });
});

describe('W2: the queue of the upstream is not the gate’s to show', () => {
  const id = '6f1f3f1e-0000-4000-8000-000000000001';
  const queue = [
    ['npm stage list', 'GET', '/-/stage?page=0&perPage=100&package=%40staged%2Fqueue'],
    ['npm stage view', 'GET', `/-/stage/${id}`],
    ['npm stage approve', 'POST', `/-/stage/${id}/approve`],
    ['npm stage reject', 'DELETE', `/-/stage/${id}`],
    ['npm stage download', 'GET', `/-/stage/${id}/tarball`],
    ['npm stage publish with PUT', 'PUT', '/-/stage/package/@staged%2fqueue'],
  ] as const;

  it.each(queue)('%s says to ask the upstream, whoever asks, and goes nowhere', async (_what, method, path) => {
    const { gate } = world.stage;
    const run = await world.startRun('@staged/queue');
    const before = world.registry.seen.length;
    for (const bearer of [undefined, 'npm_somebodys-own', gate.administratorToken, run.token]) {
      const answer = await request(gate.url + path, {
        method,
        headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
        ...(method === 'PUT' ? { body: run.document.text } : {}),
      });
      if (bearer === run.token) expectRefusal(answer, 403, 'publish-token-other-request');
      else expectRefusal(answer, 404, 'staging-unavailable');
      expect(answer.headers.get('npm-notice')).toContain(`\`--registry ${world.registry.url}/\``);
    }
    expect(world.registry.seen.length).toBe(before);
  });

  it('P8: nobody stages through the gate with an account of their own, nor without any', async () => {
    const run = await world.startRun('@staged/own');
    const before = world.registry.seen.length;
    for (const token of ['npm_somebodys-own', world.registry.credential]) {
      const answer = await postStage(world.stage.gate, { ...run, token });
      expectRefusal(answer, 404, 'staging-unavailable');
      expect(answer.headers.get('npm-notice')).toContain('Only a CI run with a trusted publisher');
    }
    const withToken = (token: string | undefined) => postStage(world.stage.gate, { ...run, token });
    expectRefusal(await withToken(world.stage.gate.administratorToken), 403, 'credential-not-forwarded');
    expectRefusal(await withToken(run.idToken), 403, 'credential-not-forwarded');
    // pnpm goes on without authorization after a refused exchange.
    expectRefusal(await withToken(undefined), 403, 'write-without-authorization');
    expect(world.registry.seen.length).toBe(before);
  });
});

describe('a gate that publishes', () => {
  it('takes npm publish, says so when the registry takes none by token, and stages nothing', async () => {
    const publishing = await startStagingWorld({
      upstream: { url: world.registry.url, credential: { env: 'REGISTRY_TOKEN' } },
    });
    try {
      const run = await publishing.startRun('@staged/direct');
      expectRefusal(await postStage(publishing.stage.gate, run), 403, 'publish-token-other-request');
      world.registry.takesDirectPublish = false;
      const refused = await publishing.publish(run);
      expectRefusal(refused, 403, 'upstream-refused');
      expect(refused.headers.get('npm-notice')).toContain('Publishing with a token is not allowed');
      world.registry.takesDirectPublish = true;
      expect(await publishing.publish(run)).toMatchObject({ status: 201, json: { ok: true, success: true } });
      expect(world.registry.versions(run.name)).toEqual(['1.0.0']);
      expect(world.registry.waiting(run.name)).toEqual([]);

      await addPublisher(publishing.stage.gate, '@permitted/only', publishing.stage.bitbucket, {
        permissions: ['createStagedPackage'],
      });
      const only = await publishing.startRun('@permitted/only');
      expectRefusal(await publishing.publish(only), 403, 'publish-permission-missing');
    } finally {
      world.registry.takesDirectPublish = true;
      await publishing.close();
    }
  });
});

it('an upstream without staging is said plainly, and the token is not spent', async () => {
  const registry = await startRecordingRegistry();
  const stage = await startTestStage({
    configuration: { upstream: { url: registry.url, credential: { env: 'REGISTRY_TOKEN' }, publishAs: 'stage' } },
    env: { REGISTRY_TOKEN: 'npm_the-credential' },
  });
  try {
    const name = '@staged/nowhere';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const idToken = await stage.bitbucket.mint({ audience: stage.audience });
    const { token } = (await exchange(stage.gate, name, idToken)).json as { token: string };
    const answer = await put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text);
    expectRefusal(answer, 403, 'upstream-cannot-stage');
    expect(answer.headers.get('npm-notice')).toContain('upstream.publishAs');
    expect((await exchange(stage.gate, name, idToken)).status).toBe(201);
  } finally {
    await stage.close();
    await registry.close();
  }
});
