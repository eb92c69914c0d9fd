import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const PROGRAM = resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js');

function demo(args: readonly string[], temporary: string) {
  const child = spawn(process.execPath, [PROGRAM, 'demo', ...args], {
    env: { PATH: process.env['PATH'], TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  const waiting: (() => void)[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const look of waiting) look();
  });
  return {
    child,
    ended: new Promise<{ code: number | null; out: string }>((done) =>
      child.once('close', (code) => done({ code, out })),
    ),
    says: (text: string) =>
      new Promise<void>((found) => {
        const look = () => out.includes(text) && found();
        waiting.push(look);
        look();
      }),
  };
}

it('a newcomer watches a step publish without a token and others refused with a reason, and nothing is left behind', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'sallyport-demo-test-'));
  try {
    const { code, out } = await demo(['--exit'], temporary).ended;

    expect(out).toContain('@acme/hello@1.0.0 is published.');
    expect(out).toContain('is what was packed');
    expect(out).toMatch(/none is for repositoryUuid "\{11111111-/);
    expect(out).toContain('branchName is "feature/quick-fix", expected "main"');
    expect(out).toMatch(/deploymentEnvironmentUuid is "\{66666666-.*", expected/);
    expect(out).toMatch(/audiences:\s+- "npm:127\.0\.0\.1"/);
    expect(out).toContain('The story went as told.');
    expect(code).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
});

it('without --exit everything stays up until Ctrl-C, and then nothing is left behind either', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'sallyport-demo-test-'));
  try {
    const running = demo([], temporary);
    await running.says('Ctrl-C stops it');
    running.child.kill('SIGINT');
    const { code, out } = await running.ended;

    expect(out).toContain('Everything stays up. Try next:');
    expect(code).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
});
