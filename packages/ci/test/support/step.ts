import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../src/main.ts';
import type { Surroundings } from '../../src/surroundings.ts';

const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** An id_token of real form whose signature nobody checks. */
export function idToken(claims: Record<string, unknown> = { aud: 'npm:127.0.0.1' }): string {
  const header = part({ alg: 'RS256', kid: 'test', typ: 'JWT' });
  return `${header}.${part({ iss: 'https://issuer.example', ...claims })}.c2lnbmF0dXJl`;
}

export interface Step {
  /** The package's folder. */
  readonly folder: string;
  readonly home: string;
  /** Where temporary files go; nothing may stay there. */
  readonly temporary: string;
  readonly env: Record<string, string>;
}

/** A CI step: folders of its own, the given files, a variable environment in which the real npm is found. */
export async function step(
  files: Record<string, string | object>,
  env: Record<string, string> = bitbucket(),
): Promise<Step> {
  const root = await mkdtemp(join(tmpdir(), 'sallyport-ci-test-'));
  onTestFinished(async () => rm(root, { recursive: true, force: true }));
  const [folder, home, temporary, bin] = ['package', 'home', 'temporary', 'bin'].map((name) => join(root, name));
  if (!folder || !home || !temporary || !bin) throw new Error('four names, four folders');
  await Promise.all([folder, home, temporary, bin].map((path) => mkdir(path)));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name.startsWith('../') ? name.slice(3) : join('package', name));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    if (name.startsWith('../bin/')) await chmod(path, 0o755);
  }
  const PATH = [bin, process.env['PATH'] ?? ''].join(delimiter);
  return { folder, home, temporary, env: { PATH, HOME: home, TMPDIR: temporary, NO_COLOR: '1', ...env } };
}

export const bitbucket = (token: string | undefined = idToken()): Record<string, string> => ({
  CI: 'true',
  BITBUCKET_BUILD_NUMBER: '7',
  ...(token !== undefined && { BITBUCKET_STEP_OIDC_TOKEN: token }),
});

export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in that step. Pauses between attempts take no time and are recorded in `pauses`. */
export async function sallyportCi(
  { folder, env }: Pick<Step, 'folder' | 'env'>,
  argv: readonly string[],
  pauses: number[] = [],
): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const surroundings: Surroundings = {
    ...quiet(env, pauses),
    cwd: folder,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
  };
  return { exit: await run(argv, surroundings), stdout, stderr };
}

/** Surroundings for one room's function: output goes nowhere. */
export const quiet = (env: Record<string, string> = {}, pauses: number[] = []): Surroundings => ({
  env,
  cwd: '/nowhere',
  stdout: () => {},
  stderr: () => {},
  style: (_, text) => text,
  fetch,
  terminal: false,
  now: () => performance.now(),
  sleep: async (ms) => {
    pauses.push(ms);
  },
  signal: new AbortController().signal,
});
