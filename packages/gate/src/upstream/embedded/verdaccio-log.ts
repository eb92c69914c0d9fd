import { createRequire } from 'node:module';
import type { UpstreamLog } from '../log.ts';

const MAX_MESSAGE = 300;
/** pino's numbers: 40 warn, 50 error. */
const ERROR_LEVEL = 50;

/**
 * Routes Verdaccio's log to the gate's, warnings and errors only. Its logger is one per process, made by whoever asks first and bound
 * to stdout, where the gate promises to print nothing but the ready line: so it is made here, before Verdaccio starts, and given
 * another place to write to. Only the sentence of an entry is taken over, never the request or headers it was about (A2).
 *
 * @param entry the resolved path of the `verdaccio` package, from which its own logger is found. Both are loaded as CommonJS: the
 * packages exist a second time as ES modules, with a logger of their own.
 */
export function routeVerdaccioLog(entry: string, log: UpstreamLog): void {
  const logger: unknown = setUp(createRequire(entry)('@verdaccio/logger'));
  if (typeof logger !== 'object' || logger === null) return;
  const stream = Object.getOwnPropertySymbols(logger).find((symbol) => symbol.description === 'pino.stream');
  if (stream === undefined) Reflect.set(logger, 'level', 'silent');
  else Reflect.set(logger, stream, { write: (line: string) => passOn(line, log) });
}

function setUp(library: unknown): unknown {
  const { setup } = library as { setup: (options: object) => unknown };
  return setup({ type: 'stdout', format: 'json', level: 'warn' });
}

function passOn(line: string, log: UpstreamLog): void {
  const { level, msg } = JSON.parse(line) as { level?: unknown; msg?: unknown };
  const message = typeof msg === 'string' ? msg.slice(0, MAX_MESSAGE) : 'an entry without a sentence';
  const fields = { registry: 'embedded' };
  if (typeof level === 'number' && level >= ERROR_LEVEL) log.error(fields, message);
  else log.warn(fields, message);
}
