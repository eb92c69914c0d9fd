import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from './api.ts';
import type { Client } from './clients.ts';
import { startTestGate, type TestGate } from './gate.ts';
import { type Ran, run, type Typed } from './run.ts';
import { createRunner, type Runner } from './runner.ts';
import { account, startVerdaccio, type Verdaccio } from './verdaccio.ts';

/** A registry as its users see it: bare, behind a gate, or inside one. */
export interface Site {
  readonly name: 'bare' | 'by URL' | 'embedded';
  readonly url: string;
  /** Where the registry itself answers, without a gate where there is one: what a command left behind is read there. */
  readonly registry: string;
}

/** The same registry three times: alone, with a gate in front, and in a gate. */
export interface Sites {
  readonly all: readonly [Site, Site, Site];
  close(): Promise<void>;
}

export async function startSites(): Promise<Sites> {
  const bare = await startVerdaccio();
  const behind = await startVerdaccio();
  const gates = [
    await startTestGate({ configuration: { upstream: { url: behind.url, kind: 'verdaccio' } } }),
    await startTestGate({ configuration: { embedded: { registration: true } } }),
  ] as const;
  const [byUrl, embedded] = gates;
  return {
    all: [
      { name: 'bare', url: bare.url, registry: bare.url },
      { name: 'by URL', url: byUrl.url, registry: behind.url },
      { name: 'embedded', url: embedded.url, registry: embedded.url },
    ],
    close: () => closeAll(gates, [bare, behind]),
  };
}

async function closeAll(gates: readonly TestGate[], registries: readonly Verdaccio[]): Promise<void> {
  for (const gate of gates) {
    await gate.stop();
    await rm(gate.folder, { recursive: true, force: true });
  }
  for (const registry of registries) await registry.close();
}

/** One command of a client, run at every site. */
export interface Command {
  /** Its words, with one space between two. */
  readonly run: string;
  /** What its user types. */
  readonly typed?: readonly Typed[];
  /** In the folder of whoever uses the package, instead of the package's own. */
  readonly consumer?: boolean;
  /** Why somebody else's words are meant there; exit code and effect are the same nevertheless. */
  readonly otherWords?: Partial<Record<Site['name'], string>>;
}

/** A command of whoever uses the package. */
export const inConsumer = (line: string): Command => ({ run: line, consumer: true });

export const PUBLISHED_BY = {
  embedded: 'the embedded registry says who published a version, and how many files it has',
} as const;

/** Somebody who works with one client at one site, from one home. */
export interface Worker {
  readonly site: Site;
  /** Runs the client there, in the project or in another folder of it, as its user. */
  run(args: readonly string[], options?: { readonly cwd?: string; readonly typed?: readonly Typed[] }): Promise<Ran>;
  /** The folder of the package, and of a project that installs it. */
  readonly project: string;
  readonly consumer: string;
  readonly runner: Runner;
  /** What was printed, without what differs between two runs anywhere: addresses, folders, times, keys, revisions, the order of streams. */
  words(ran: Ran): string;
}

async function createWorker(
  site: Site,
  client: Client,
  make: (runner: Runner) => Promise<string>,
  more: Readonly<Record<string, string>>,
): Promise<Worker> {
  const runner = await createRunner(site.url);
  const project = await make(runner);
  const consumer = join(project, '../consumer');
  await mkdir(consumer);
  const files = {
    'package.json': '{"name":"consumer","version":"1.0.0"}',
    '.npmrc': `registry=${site.url}/\n`,
    ...more,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(consumer, file), text);
  return {
    site,
    runner,
    project,
    consumer,
    run: (args, { cwd = project, typed = [] } = {}) =>
      run([...client.command, ...args], { cwd, env: runner.environment(project), typed }),
    words: ({ output }) => withoutChance(output, site),
  };
}

const withoutChance = (output: string, site: Site): string =>
  output
    .replaceAll(site.url, 'REGISTRY')
    .replaceAll(new URL(site.url).host, 'HOST')
    .replaceAll(/\/-rev\/\d+/g, '/-rev/N')
    .replaceAll(/\/\S*sallyport-runner-[^/\s]+/g, 'FOLDER')
    .replaceAll(/[^\n]*(?:A complete log of this run|-debug-\d+\.log)[^\n]*\n?/g, '')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z|\d{4}-\d{2}-\d{2}/g, 'DATE')
    .replaceAll(/\b(?:in )?\d+(?:\.\d+)?\s?m?s\b/g, 'TIME')
    // yarn says how long something took only where it took long.
    .replaceAll(/(?: TIME)+/g, '')
    .replaceAll(/\b(?:a minute|\d+ (?:second|minute)s?|less than a minute|just now) ago\b/g, 'AGO')
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'TOKEN')
    .replaceAll(/\b[0-9a-f]{6,64}\b/g, 'HEX')
    // yarn prints the timings of a request that failed.
    .replaceAll(/: \d+(?=,?$)/gm, ': N')
    .replaceAll(/[ \t]+$/gm, '')
    .split('\n')
    .toSorted()
    .join('\n');

/**
 * The state that a registry keeps of a package, without revisions, times and addresses; undefined where there is none. Named differences
 * of the embedded registry: the guard counts the files, and says who publishes (P3, P4).
 */
async function stateOf(
  site: Site,
  { name, uncompared = {} }: Pick<Comparison, 'name' | 'uncompared'>,
): Promise<unknown> {
  const { status, json } = await request(`${site.registry}/${name.replace('/', '%2f')}`);
  if (status === 404) return undefined;
  const { _rev, _id, time, _attachments, maintainers: _all, versions, ...rest } = json as Record<string, unknown>;
  return {
    ...rest,
    ...(uncompared.readme === undefined ? {} : { readme: undefined }),
    times: Object.keys(time ?? {}).toSorted(),
    versions: Object.fromEntries(
      Object.entries(versions as Record<string, Record<string, unknown>>).map(([version, manifest]) => {
        const { dist, _npmUser, maintainers: _maintainers, _hasShrinkwrap, ...said } = manifest;
        const {
          tarball,
          fileCount: _files,
          unpackedSize: _size,
          ...kept
        } = dist as { tarball: string; [key: string]: unknown };
        const bytes = uncompared.bytes === undefined ? kept : {};
        return [version, { ...said, dist: { ...bytes, tarball: new URL(tarball).pathname } }];
      }),
    ),
  };
}

export interface Comparison {
  readonly client: Client;
  /** The package that is published, looked at, changed and unpublished. */
  readonly name: string;
  /** Of the project, beyond package.json and .npmrc. */
  readonly files?: (site: Site) => Readonly<Record<string, string>>;
  /** Of the project that installs it. */
  readonly consumerFiles?: (site: Site) => Readonly<Record<string, string>>;
  /** Who is signed in from the start, where the client cannot sign in without a terminal. */
  readonly account?: string;
  /** What is not compared of the registry's state, and why. */
  readonly uncompared?: Partial<Record<'bytes' | 'readme', string>>;
  readonly commands: readonly Command[];
}

/** A test for each command, in order: run at every site, it ends with the same exit code, leaves the same behind and says the same. */
export function compareCommands(comparison: Comparison): void {
  const { client, name, files, consumerFiles, commands } = comparison;
  let sites: Sites;
  let workers: readonly Worker[];
  beforeAll(async () => {
    sites = await startSites();
    workers = await Promise.all(
      sites.all.map((site) =>
        createWorker(
          site,
          client,
          (runner) => runner.project(name, '1.0.0', { files: files?.(site) ?? {} }),
          consumerFiles?.(site) ?? {},
        ),
      ),
    );
    if (comparison.account !== undefined) for (const worker of workers) await signIn(worker, comparison.account);
  });
  afterAll(async () => {
    await sites.close();
    for (const { runner } of workers) await runner.remove();
  });

  it.each(commands)(`${client.title}: $run`, async ({ run: line, typed, consumer, otherWords }) => {
    const outcomes = await Promise.all(
      workers.map(async (worker) => {
        const ran = await worker.run(line.split(' '), {
          ...(typed === undefined ? {} : { typed }),
          ...(consumer === true ? { cwd: worker.consumer } : {}),
        });
        return { code: ran.code, words: worker.words(ran), left: await stateOf(worker.site, comparison) };
      }),
    );
    const [bare, ...others] = outcomes;
    for (const [index, other] of others.entries()) {
      const site = sites.all[index + 1]?.name ?? 'bare';
      const reason = otherWords?.[site];
      if (reason === undefined) {
        expect.soft(other, site).toEqual(bare);
      } else {
        expect.soft({ ...other, words: '' }, site).toEqual({ ...bare, words: '' });
        // A difference that is gone needs no reason any more.
        expect.soft(other.words, reason).not.toBe(bare?.words);
      }
    }
  });
}

async function signIn({ site, project }: Worker, name: string): Promise<void> {
  const token = await account(site.url, name, `the password of ${name}`);
  await writeFile(join(project, '../home/.npmrc'), `//${new URL(site.url).host}/:_authToken=${token}\n`);
}
