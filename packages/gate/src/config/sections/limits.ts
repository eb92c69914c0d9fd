import { MAX_TOKEN_LIFETIME_SECONDS } from '@sallyport/trust';
import { DEFAULTS } from '../defaults.ts';
import { quote } from '../found.ts';
import type { Configuration } from '../model.ts';
import type { Path } from '../path.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import type { Holed } from '../structure.ts';
import { bytesOf, secondsOf } from '../units.ts';

type Limits = Pick<Configuration, 'publish' | 'exchange'>;

/** Beyond a few minutes a leeway would let ended tokens pass. */
const MAX_LEEWAY_SECONDS = 5 * 60;
/** What one release can be at most: the gate spools it to disk. */
const MAX_PUBLISH_BYTES = 16 * 1024 ** 3;

/** How large, how old and how often. */
export function limitsOf(file: Holed<ConfigurationFile>, report: Report): Limits {
  const within = (path: Path, text: string, value: number, from: number, to: number, accepted: string): number => {
    if (value < from || value > to) report.mistake(path, `found ${quote(text)}; accepted: ${accepted}`);
    return value;
  };
  const day = MAX_TOKEN_LIFETIME_SECONDS;
  const maxBytes = file.publish?.maxBytes ?? DEFAULTS.maxBytes;
  const lifetime = file.publish?.tokenLifetime ?? DEFAULTS.tokenLifetime;
  const age = file.exchange?.maxTokenAge ?? DEFAULTS.maxTokenAge;
  const leeway = file.exchange?.leeway ?? DEFAULTS.leeway;
  return {
    publish: {
      maxBytes: within(['publish', 'maxBytes'], maxBytes, bytesOf(maxBytes), 1, MAX_PUBLISH_BYTES, 'from 1B to 16GiB'),
      tokenLifetimeMs:
        1000 * within(['publish', 'tokenLifetime'], lifetime, secondsOf(lifetime), 1, day, 'from 1s to 24h'),
    },
    exchange: {
      maxTokenAgeSeconds: within(['exchange', 'maxTokenAge'], age, secondsOf(age), 1, day, 'from 1s to 24h'),
      leewaySeconds: within(['exchange', 'leeway'], leeway, secondsOf(leeway), 0, MAX_LEEWAY_SECONDS, 'from 0s to 5m'),
      strictAudience: file.exchange?.strictAudience ?? DEFAULTS.strictAudience,
      rateLimit: {
        perAddress: file.exchange?.rateLimit?.perAddress ?? DEFAULTS.perAddress,
        perRepository: file.exchange?.rateLimit?.perRepository ?? DEFAULTS.perRepository,
      },
    },
  };
}
