import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../checkout.ts';
import { type Client, npm12 } from '../clients.ts';
import { type Ran, run } from '../run.ts';

/** A reader's terminal: one folder, one environment that each block leaves to the next. */
export interface Shell {
  /** Where it begins. */
  readonly folder: string;
  readonly home: string;
  /** First on PATH. */
  readonly bin: string;
  /** Runs a block and remembers what it exported and where it went. Further variables hold for this block alone. */
  run(text: string, variables?: NodeJS.ProcessEnv): Promise<Ran>;
  remove(): Promise<void>;
}

/**
 * A terminal in an empty folder. `npx sallyport`, `npx @sallyport/ci` and `npx sallyport-issuer` run the checkout, as if npx had downloaded
 * them; these clients are on PATH. Nothing of the environment of whoever runs the tests.
 */
export async function openShell(clients: readonly Client[] = [npm12]): Promise<Shell> {
  const root = await mkdtemp(join(tmpdir(), 'sallyport-docs-'));
  const [folder, bin, home] = [join(root, 'project'), join(root, 'bin'), join(root, 'home')];
  for (const place of [folder, bin, home]) await mkdir(place);
  for (const { bin: name, command } of clients)
    await program(join(bin, name), `exec ${command.map(quoted).join(' ')} "$@"`);
  await program(join(bin, 'npx'), NPX);
  const state = join(root, 'state');
  await writeFile(state, '');
  const path = [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return {
    folder,
    home,
    bin,
    run: (text, variables = {}) =>
      run(['bash', '-c', remembering(state, text, variables)], {
        cwd: folder,
        env: { PATH: path, HOME: home, ...QUIET },
      }),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

const QUIET = {
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
  npm_config_audit: 'false',
  NO_COLOR: '1',
};

const program = (file: string, script: string): Promise<void> =>
  writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What earlier blocks left, this block's own variables, the block, and what it leaves. */
function remembering(state: string, text: string, variables: NodeJS.ProcessEnv): string {
  const own = Object.entries(variables).filter(([, value]) => value !== undefined);
  return [
    `. '${state}'`,
    `trap 'code=$?; unset ${own.map(([name]) => name).join(' ')}; { export -p; echo "cd \\"$PWD\\""; } > "${state}"; exit $code' EXIT`,
    ...own.map(([name, value]) => `export ${name}=${quoted(value ?? '')}`),
    'set -euo pipefail',
    text,
  ].join('\n');
}

const ours = (folder: string, file: string): string =>
  `exec ${quoted(process.execPath)} ${quoted(join(ROOT, 'packages', folder, 'bin', file))} "$@"`;

/** npx without the download; everything that is not ours must be in the project. */
const NPX = `
case "$1" in -y|--yes) shift;; esac
case "$1" in
  sallyport) shift; ${ours('gate', 'sallyport.js')};;
  @sallyport/ci) shift; ${ours('ci', 'sallyport-ci.js')};;
  sallyport-issuer|@sallyport/issuer) shift; ${ours('issuer', 'sallyport-issuer.js')};;
esac
exec ${quoted(process.execPath)} ${quoted(join(dirname(npm12.command[1] ?? ''), 'npx-cli.js'))} --no-install "$@"`;
