import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/sallyport-issuer.js', import.meta.url));
const ISSUER =
  /^sallyport-issuer ready (http:\/\/127\.0\.0\.1:\d+\/2\.0\/workspaces\/([a-z]+)\/pipelines-config\/identity\/oidc)\n$/;

let folder: string;
let keys: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-issuer-'));
  keys = join(folder, 'made', 'key.json');
});
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));
afterAll(() => rm(folder, { recursive: true }));

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Once stdout has a line. */
  readonly firstLine: Promise<string>;
}

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...process.env, HOME: folder, USERPROFILE: folder } });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (data) => {
      stdout += data;
      if (stdout.includes('\n')) resolve(stdout);
    });
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  return { child, ended, firstLine: Promise.race([firstLine, ended.then((run) => `ended: ${run.stderr}`)]) };
}
const run = (...args: string[]) => start(...args).ended;

describe('serve and mint', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'a token of mint verifies with the keys of serve, and %s ends serve with 0',
    async (signal) => {
      const serve = start('serve', '--provider', 'bitbucket', '--workspace', 'ours', '--port', '0', '--keys', keys);
      const [, issuer = '', workspace] = ISSUER.exec(await serve.firstLine) ?? [];
      expect(workspace).toBe('ours');
      const minted = await run(
        'mint',
        '--issuer',
        issuer,
        '--keys',
        keys,
        '--audience',
        'npm:host',
        '--claim',
        'branchName=a=b',
        '--without',
        'deploymentEnvironmentUuid',
        '--lifetime',
        '60',
      );
      expect(minted).toMatchObject({ code: 0, stderr: '' });
      expect(minted.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const keySet = createRemoteJWKSet(new URL(`${issuer}/keys.json`));
      const { payload } = await jwtVerify(minted.stdout.trim(), keySet, { issuer, audience: 'npm:host' });
      expect(payload).toMatchObject({ branchName: 'a=b' });
      expect(payload).not.toHaveProperty('deploymentEnvironmentUuid');
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
      serve.child.kill(signal);
      const { code, stdout, stderr } = await serve.ended;
      expect(code).toBe(0);
      expect(stdout).toMatch(ISSUER);
      expect(stderr).toContain(`{provider: bitbucket, issuer: "${issuer}", insecure: true}`);
    },
  );

  it('the key outlives serve, in a file that nobody else can read, and two that make it at once share it', async () => {
    expect((await stat(keys)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(keys, '..'))).toEqual(['key.json']);
    const fresh = join(folder, 'fresh', 'key.json');
    const issuers = [start('serve', '--port', '0', '--keys', fresh), start('serve', '--port', '0', '--keys', fresh)];
    const [first, second] = await Promise.all(
      issuers.map(async ({ firstLine }) => (await fetch(`${ISSUER.exec(await firstLine)?.[1]}/keys.json`)).json()),
    );
    expect(first).toEqual(second);
    for (const { child } of issuers) child.kill('SIGTERM');
  });

  it('without options mint has the key file of serve, and the URL that serve has on its default port', async () => {
    const file = join(folder, '.sallyport', 'issuer-key.json');
    const { child, firstLine } = start('serve', '--port', '0');
    await firstLine;
    child.kill('SIGTERM');
    expect((await stat(file)).isFile()).toBe(true);
    const { stdout } = await run('mint');
    expect(decodeJwt(stdout.trim()).iss).toBe(
      'http://127.0.0.1:9000/2.0/workspaces/acme/pipelines-config/identity/oidc',
    );
  });

  it('an organisation in the URL is that of the claims, whichever way the issuer is named', async () => {
    const organisation = '00000000-0000-4000-8000-00000000000b';
    const issuer = `http://127.0.0.1:9000/org/${organisation}`;
    for (const place of [
      ['--issuer', issuer],
      ['--workspace', organisation],
    ]) {
      const { stdout } = await run('mint', '--provider', 'circleci', '--keys', keys, ...place);
      expect(decodeJwt(stdout.trim())).toMatchObject({ iss: issuer, 'oidc.circleci.com/org-id': organisation });
    }
  });

  it('claims can be JSON', async () => {
    const { stdout } = await run(
      'mint',
      '--provider',
      'circleci',
      '--keys',
      keys,
      '--claim',
      'oidc.circleci.com/ssh-rerun:=true',
    );
    expect(decodeJwt(stdout.trim())).toMatchObject({ 'oidc.circleci.com/ssh-rerun': true });
  });
});

describe('wrong use ends with 2 and a sentence, and prints nothing on stdout', () => {
  it.each([
    ['no command', [], 'serve or mint'],
    ['an unknown command', ['sign'], 'no such command'],
    ['an unknown option', ['mint', '--nope'], "Unknown option '--nope'"],
    ['an unknown provider', ['mint', '--provider', 'nobody'], 'there are bitbucket, '],
    ['a workspace that no URL has', ['serve', '--port', '0', '--workspace', 'A B'], "issuer's URL must be"],
    ['a host that others reach', ['serve', '--port', '0', '--host', '0.0.0.0'], 'not a loopback address'],
    ['a port that is none', ['serve', '--port', 'x'], '--port takes a whole number'],
    ['no URL to mint for', ['mint', '--port', '0'], 'pass the URL of its ready line'],
    ['an issuer with a slash too many', ['mint', '--issuer', 'http://127.0.0.1:9000/'], 'exactly'],
    ['a claim without a value', ['mint', '--claim', 'branchName'], 'name=value'],
    ['a claim that is not JSON', ['mint', '--claim', 'a:=b'], 'not JSON'],
    ['a lifetime that is none', ['mint', '--lifetime', '-1'], '--lifetime'],
  ])('%s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await run(...args, ...(args.length > 1 ? ['--keys', keys] : []));
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('a port in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, stderr } = await run('serve', '--port', port, '--keys', keys);
    taken.close();
    expect(code).toBe(2);
    expect(stderr).toContain('port is in use');
  });

  it('a key file that others can read is not used', async () => {
    await chmod(keys, 0o644);
    const { code, stdout, stderr } = await run('mint', '--keys', keys);
    await chmod(keys, 0o600);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`chmod 600 ${keys}`);
  });

  it.each(['{"kty":"RSA","n":"AQAB","e":"AQAB","secret":"hush"}', 'hush'])(
    'a file that holds no key: %s',
    async (text) => {
      const file = join(folder, 'other.json');
      await writeFile(file, text, { mode: 0o600 });
      const { code, stderr } = await run('serve', '--port', '0', '--keys', file);
      expect(code).toBe(2);
      expect(stderr).toContain('does not hold a private RSA key');
      expect(stderr).not.toContain('hush');
    },
  );
});

it('mint before the first serve ends with 3: it can work later', async () => {
  const { code, stdout, stderr } = await run('mint', '--keys', join(folder, 'none.json'));
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('Run sallyport-issuer serve first');
});

it('--help says what the key file is for', async () => {
  const { code, stdout } = await run('mint', '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('--audience');
  expect(stdout).toContain('nobody else, can make tokens');
});
