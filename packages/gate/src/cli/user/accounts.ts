import type { EmbeddedAccounts } from '../../upstream/index.ts';
import { configured } from '../configured.ts';
import type { Io } from '../io.ts';
import { EXIT, type Failure, failure } from '../outcome.ts';
import type { Parts } from '../parts.ts';
import { plain } from '../show.ts';

export interface UserFlags {
  readonly config?: string;
  readonly json?: boolean;
}

/** The accounts of the configured gate's embedded registry; a registry elsewhere keeps its own. */
export function accountsOf(flags: UserFlags, io: Io, parts: Parts): EmbeddedAccounts | Failure {
  const loaded = configured(flags.config, io);
  if ('ok' in loaded) return loaded;
  const { upstream } = loaded.configuration;
  if (upstream.url !== 'embedded') {
    return failure(
      EXIT.usage,
      'upstream-not-embedded',
      `this gate stands in front of ${plain(upstream.url)}, which keeps its own accounts: make them there. sallyport user is for upstream.url: embedded.`,
    );
  }
  try {
    return parts.openAccounts(loaded.configuration);
  } catch (error) {
    return unusable(error, EXIT.usage);
  }
}

/** The file cannot be read or written, or somebody else holds its lock. */
export const unusable = (error: unknown, exit: 2 | 3 = EXIT.later): Failure =>
  failure(
    exit,
    'accounts-unusable',
    `the accounts of the embedded registry cannot be used: ${error instanceof Error ? plain(error.message) : 'unknown fault'}`,
  );
