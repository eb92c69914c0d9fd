import { readFile, stat } from 'node:fs/promises';
import { builtInProviders, collisionMistakes, declareProvider, type Provider } from '@sallyport/trust';
import { parse } from 'yaml';
import { providerNamed } from '../provider-named.ts';
import { CommandError } from './outcome.ts';

/** Far more than any provider's file. */
const MAX_BYTES = 1024 * 1024;

/** The provider of `--provider-file`, else the built-in one of `--provider`. Throws a CommandError with every mistake of the file. */
export async function providerOf(options: {
  readonly provider: string;
  readonly 'provider-file'?: string | undefined;
}): Promise<Provider> {
  const file = options['provider-file'];
  if (file === undefined) return providerNamed(options.provider);
  const read = declareProvider(await valueIn(file));
  const mistakes = read.ok ? collisionMistakes(read.value, builtInProviders, []) : read.refusal;
  if (read.ok && mistakes.length === 0) return read.value.provider;
  throw new CommandError(
    mistakes.map(({ path, message }) => `${[file, path.join('.')].join(' ').trim()}: ${message}`).join('\n'),
  );
}

async function valueIn(file: string): Promise<unknown> {
  try {
    if ((await stat(file)).size > MAX_BYTES) throw new CommandError(`${file} is larger than ${MAX_BYTES} bytes`);
    return parse(await readFile(file, 'utf8'), { stringKeys: true });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
    throw new CommandError(
      code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read as YAML (${code}); the gate says where`,
    );
  }
}
