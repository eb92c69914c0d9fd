import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, audit } from './support/api.ts';
import { publishedVersions } from './support/crash-world.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { startTestStage, type TestGate, type TestStage } from './support/gate.ts';

const NPM = resolve(import.meta.dirname, 'clients/node_modules/npm-11/bin/npm-cli.js');
/** Large enough that its PUT takes a while to arrive and to be checked. */
const TARBALL_BYTES = 24 * 1024 * 1024;

let stage: TestStage;
let gate: TestGate;
beforeAll(async () => {
  stage = await startTestStage({ configuration: { listen: `127.0.0.1:${await freePort()}` } });
  gate = stage.gate;
});
afterAll(async () => {
  await gate.stop();
  await stage.close();
});

it('P7: a PUT of npm that a kill of the gate cuts is repeated by npm itself, and the release succeeds', async () => {
  await addPublisher(gate, '@crash/npm', stage.bitbucket);
  const publishing = npmPublish('@crash/npm', await stage.bitbucket.mint({ audience: stage.audience }));
  const first = await Promise.race([publishing, bytesArrive(gate)]);
  await gate.kill();
  expect(first, 'npm was still sending').toBe(true);
  gate = await gate.restart();

  expect(await publishing).toMatchObject({ code: 0 });
  const published = [...(await publishedVersions(gate, '@crash/npm'))];
  expect(published.map(([version]) => version)).toEqual(['1.0.0']);
  expect(published[0]?.[1].real).toBe(published[0]?.[1].named);
  const entries = await audit(gate, 'package=@crash%2Fnpm&kind=publish&outcome=accepted');
  expect(entries).toMatchObject([{ version: '1.0.0', integrity: published[0]?.[1].named }]);
}, 300_000);

const bytesArrive = ({ folder }: TestGate): Promise<true> =>
  eventually('bytes of the publish', async () =>
    (await readdir(join(folder, 'data', 'spool'))).length > 0 ? true : undefined,
  );

/** `npm publish` in a CI step whose only credential is its id_token. */
async function npmPublish(name: string, idToken: string): Promise<{ readonly code: number; readonly output: string }> {
  const project = join(stage.gate.folder, 'project');
  const home = join(stage.gate.folder, 'home');
  await Promise.all([mkdir(project), mkdir(home)]);
  await writeFile(join(project, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(project, 'random.bin'), randomBytes(TARBALL_BYTES));
  await writeFile(join(project, '.npmrc'), `registry=${gate.url}/\n`);
  const retries = ['--fetch-retries=10', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=3000'];
  const env = { PATH: process.env['PATH'], HOME: home, CIRCLECI: 'true', NPM_ID_TOKEN: idToken };
  return new Promise((done) => {
    execFile(process.execPath, [NPM, 'publish', ...retries], { cwd: project, env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}
