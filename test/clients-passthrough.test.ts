import { createHash } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packument } from './support/api.ts';
import { installedIntegrity, npm12, packedIntegrity } from './support/clients.ts';
import { startTestGate, type TestGate } from './support/gate.ts';
import { type Ran, run, type Typed } from './support/run.ts';
import { createRunner, type Runner } from './support/runner.ts';

const NAME = '@acme/by-hand';

let gate: TestGate;
let runner: Runner;
/** Where a person works: one home, signed in once. */
let project: string;
beforeAll(async () => {
  gate = await startTestGate({ configuration: { embedded: { registration: true } } });
  runner = await createRunner(gate.url);
  project = await runner.project(NAME, '1.0.0');
});
afterAll(async () => {
  await gate.stop();
  await runner.remove();
});

const npm = (args: readonly string[], typed: readonly Typed[] = []): Promise<Ran> =>
  run([...npm12.command, ...args], { cwd: project, env: runner.environment(project), typed });

it('npm login', async () => {
  const ran = await npm(['login'], [
    { prompt: 'Username', line: 'alice' },
    { prompt: 'Password', line: 'correct horse battery' },
    { prompt: 'Email', line: 'alice@acme.example' },
  ]);
  console.log(ran);
});
