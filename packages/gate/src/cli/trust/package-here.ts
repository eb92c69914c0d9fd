import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../io.ts';
import { type Failure, usage } from '../outcome.ts';
import { npmProjectFolder } from '../registry/npmrc.ts';

/** The package that a command is about: named, or else the one of the project that the command is run in, as npm takes it. */
export function packageNamed(given: string | undefined, io: Io): string | Failure {
  if (given !== undefined) return given;
  const file = join(npmProjectFolder(io.env, io.cwd), 'package.json');
  try {
    const project: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof project === 'object' && project !== null && 'name' in project && typeof project.name === 'string')
      return project.name;
  } catch {
    return usage(`name the package: ${JSON.stringify(file)} is not there, or not JSON`);
  }
  return usage(`name the package: ${JSON.stringify(file)} has no name`);
}
