import { execFile } from 'node:child_process';
import type { Io } from '../../io.ts';

/** It reads one small file. Milliseconds. */
const TIMEOUT_MS = 5_000;

/** The address of the remote `origin` of the checkout that a command is run in; undefined where there is none, or no git. */
export const gitRemote = ({ cwd, env }: Pick<Io, 'cwd' | 'env'>): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(
      'git',
      ['remote', 'get-url', 'origin'],
      { cwd, env, timeout: TIMEOUT_MS, encoding: 'utf8' },
      (error, out) => resolve(error === null ? out.trim() : undefined),
    );
  });
