import type { Configuration } from '../model.ts';
import type { Path } from '../path.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import { secretOf } from '../secrets.ts';
import type { Holed } from '../structure.ts';

/** Shorter ones could be guessed, and with one the store's sealed secrets are open. */
const MIN_KEY_LENGTH = 32;
const PATH = ['encryptionKey'];

/** What seals the secrets of authenticator apps (A2). */
export function encryptionKeyOf(
  file: Holed<ConfigurationFile>,
  report: Report,
  env: NodeJS.ProcessEnv,
  folder: (path: Path) => string,
): Pick<Configuration, 'encryptionKey'> {
  if (file.encryptionKey === undefined) {
    if (file.store !== undefined && file.store !== 'embedded') {
      report.warning(
        ['store'],
        'encryptionKey is not set: the key that seals secrets lies in this data folder, and other gates on the same database cannot read what it sealed; set {env: NAME} or {file: PATH}',
      );
    }
    return { encryptionKey: undefined };
  }
  const encryptionKey = secretOf(file.encryptionKey, env, folder(PATH));
  const length = encryptionKey.read()?.length;
  if (length === undefined) {
    report.warning(PATH, `${encryptionKey.source} is not there or empty: authenticator apps are of no use until it is`);
  } else if (length < MIN_KEY_LENGTH) {
    report.mistake(PATH, `${encryptionKey.source} holds ${length} characters; accepted: ${MIN_KEY_LENGTH} or more`);
  }
  return { encryptionKey };
}
