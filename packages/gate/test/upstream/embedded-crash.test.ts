import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbedded } from '../../src/upstream/index.ts';
import { crashRelease } from './crash-release.ts';
import { front } from './front.ts';
import { quiet } from './quiet.ts';

const ROUNDS = 4;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sallyport-crash-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Run {
  readonly acknowledged: readonly number[];
  /** The publish that was under way when the process was killed. */
  readonly interrupted: number;
}

/** Starts a publisher and kills it (SIGKILL) some milliseconds after it began its `after`-th publish. */
function publishUntilKilled(start: number, after: number, milliseconds: number): Promise<Run> {
  const script = fileURLToPath(new URL('crash-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory, String(start)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: number[] = [];
  let interrupted = start;
  createInterface(child.stdout).on('line', (line) => {
    const [word, number] = line.split(' ');
    if (word === 'begin') interrupted = Number(number);
    else acknowledged.push(Number(number));
    if (word === 'begin' && interrupted === start + after) setTimeout(() => child.kill('SIGKILL'), milliseconds);
  });
  return new Promise((resolve) => child.once('close', () => resolve({ acknowledged, interrupted })));
}

it('P8: a gate killed at any moment loses no acknowledged publish, and a retry of the interrupted one succeeds', async () => {
  const acknowledged: number[] = [];
  const interrupted: number[] = [];
  let next = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const run = await publishUntilKilled(next, round, round * 4 + Math.random() * 10);
    acknowledged.push(...run.acknowledged);
    if (!run.acknowledged.includes(run.interrupted)) interrupted.push(run.interrupted);
    next = run.interrupted + 1;
  }
  expect(acknowledged.length).toBeGreaterThan(0);

  const gate = await front(() => upstream);
  const upstream = await openEmbedded({
    directory,
    publicUrl: () => gate.url,
    anonymousRead: true,
    registration: false,
    log: quiet,
  });
  for (const number of acknowledged) {
    const { package: name, version, tarball } = crashRelease(number);
    expect(await upstream.find(name, version)).toEqual({ outcome: 'present', integrity: tarball.integrity });
  }
  for (const number of interrupted) {
    const again = crashRelease(number);
    const answer = await upstream.publish(again);
    expect([{ outcome: 'published' }, { outcome: 'exists', integrity: again.tarball.integrity }]).toContainEqual(
      answer,
    );
  }
  for (const number of [...acknowledged, ...interrupted]) {
    const { package: name, tarball } = crashRelease(number);
    const bytes = Buffer.from(await (await fetch(`${gate.url}/${name}/-/${tarball.fileName}`)).arrayBuffer());
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(tarball.shasum);
  }
  const files = await readdir(join(directory, 'storage'), { recursive: true, withFileTypes: true });
  const strange = files.filter(
    (entry) => entry.isFile() && !/^(?:package\.json|crash-.*\.tgz|\.verdaccio-db\.json)$/.test(entry.name),
  );
  expect(strange.map((entry) => entry.name)).toEqual([]);
  await gate.close();
}, 180_000);
