import { type Provider, providersInForce } from '@sallyport/trust';
import { configured } from '../configured.ts';
import type { Io } from '../io.ts';
import type { Failure } from '../outcome.ts';

/**
 * The providers whose flags `trust add` has: the built-in ones, and those that the configuration declares, found like serve's. Only that
 * command looks. A configuration with mistakes matters where --config names it, or where nothing else could know the provider.
 */
export function providersHere(
  argv: readonly string[],
  io: Io,
  builtIn: readonly Provider[],
): readonly Provider[] | Failure {
  if (argv[0] !== 'trust' || argv[1] !== 'add') return builtIn;
  const file = configFlag(argv);
  const loaded = configured(file, io);
  if (!('ok' in loaded)) return providersInForce(builtIn, loaded.configuration.providers);
  const known = argv[2] === undefined || argv[2].startsWith('-') || builtIn.some(({ type }) => type === argv[2]);
  return file === undefined && known ? builtIn : loaded;
}

/** Read before commander reads it, because the commands themselves depend on it. */
function configFlag(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--config' || word.startsWith('--config='));
  return argv[at]?.startsWith('--config=') ? argv[at].slice('--config='.length) : argv[at + 1 || argv.length];
}
