import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Issuer, type IssuerServer, startIssuerServer } from '@sallyport/issuer';
import { parse, stringify } from 'yaml';

/** A gate as its users run it: `sallyport serve` in a process of its own, with a folder of its own. */
export interface TestGate {
  readonly url: string;
  readonly folder: string;
  readonly administratorToken: string;
  readonly process: ChildProcess;
  /** Everything it wrote to stderr so far: the log. */
  log(): string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again in the same folder with the same configuration (a new port unless `listen` says otherwise). */
  restart(): Promise<TestGate>;
}

export interface GateOptions {
  /** sallyport.yaml beyond the defaults of the tests, as an object. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Flags of `sallyport serve`. */
  readonly flags?: readonly string[];
  /** Reuse a folder: what a restart does. */
  readonly folder?: string;
  readonly administratorToken?: string;
}

const PROGRAM = resolve(import.meta.dirname, '../../packages/gate/bin/sallyport.js');
const READY = /^sallyport ready (\S+)$/m;

/** Starts a gate on a loopback port that the system picks. Throws with its log when it does not come up. */
export async function startTestGate(options: GateOptions = {}): Promise<TestGate> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sallyport-gate-')));
  const administratorToken = options.administratorToken ?? randomBytes(24).toString('hex');
  const configuration = {
    listen: '127.0.0.1:0',
    data: './data',
    administrators: { tokens: [{ env: 'SALLYPORT_ADMIN_TOKEN' }] },
    ...options.configuration,
  };
  await writeFile(join(folder, 'sallyport.yaml'), stringify(configuration));
  const child = spawn(process.execPath, [PROGRAM, 'serve', ...(options.flags ?? [])], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...options.env, SALLYPORT_ADMIN_TOKEN: administratorToken },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = once(child, 'exit');
  const url = await new Promise<string>((ready, failed) => {
    child.stdout.on('data', () => {
      const found = READY.exec(stdout)?.[1];
      if (found !== undefined) ready(found);
    });
    child.once('exit', (code) => failed(new Error(`the gate ended with ${code} before it was ready:\n${stderr}`)));
  });
  const stop = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    url,
    folder,
    administratorToken,
    process: child,
    log: () => stderr,
    stop: () => stop('SIGTERM'),
    kill: async () => void (await stop('SIGKILL')),
    restart: () => startTestGate({ ...options, folder, administratorToken }),
  };
}

/** The configuration of a running test gate, to be changed and written again before SIGHUP. */
export const configurationOf = (text: string): Record<string, unknown> => parse(text) as Record<string, unknown>;

/** A gate with an issuer of each provider that it accepts, and what tests ask of them. */
export interface TestStage {
  readonly gate: TestGate;
  readonly issuers: IssuerServer;
  readonly bitbucket: Issuer;
  readonly github: Issuer;
  readonly gitlab: Issuer;
  readonly circleci: Issuer;
  /** `npm:127.0.0.1` */
  readonly audience: string;
  /** Removes everything. */
  close(): Promise<void>;
}

/** Starts one issuer server with the four providers, and a gate that accepts them (insecure: they run on loopback). */
export async function startTestStage(options: GateOptions = {}): Promise<TestStage> {
  const issuers = await startIssuerServer();
  const bitbucket = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
  const github = await issuers.add({ provider: 'github', path: '/_services/token' });
  const gitlab = await issuers.add({ provider: 'gitlab', path: '/gitlab' });
  const circleci = await issuers.add({ provider: 'circleci' });
  const all = [bitbucket, github, gitlab, circleci];
  const gate = await startTestGate({
    ...options,
    configuration: {
      issuers: all.map(({ provider, url }) => ({ provider: provider.type, issuer: url, insecure: true })),
      ...options.configuration,
    },
  });
  return {
    gate,
    issuers,
    bitbucket,
    github,
    gitlab,
    circleci,
    audience: 'npm:127.0.0.1',
    async close() {
      await gate.stop();
      await issuers.close();
      await rm(gate.folder, { recursive: true, force: true });
    },
  };
}
