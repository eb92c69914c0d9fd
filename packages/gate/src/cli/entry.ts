import { builtInProviders } from '@sallyport/trust';
import type { Configuration } from '../config/index.ts';
import { runDemo } from '../demo/index.ts';
import { examineGate } from '../index.ts';
import { openAuditReader, type StoreLocation } from '../store/index.ts';
import { embeddedDirectory, openEmbeddedAccounts } from '../upstream/index.ts';
import { processIo } from './io.ts';
import { main } from './main.ts';
import type { Parts } from './parts.ts';
import { runGate } from './run-gate.ts';

/** The program: what bin/sallyport.js starts once the Node it runs on is new enough. */
export async function start(argv: readonly string[]): Promise<void> {
  // Whoever reads stdout may stop reading (`| head`): that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await main(argv, processIo(), parts);
}

const locationOf = ({ store, data }: Configuration): StoreLocation =>
  store.kind === 'embedded' ? { kind: 'embedded', directory: data } : store;

const parts: Parts = {
  providers: builtInProviders,
  serve: runGate,
  demo: ({ exit }) => runDemo({ exit, out: process.stdout, untilStopped: stopSignal }),
  examine: examineGate,
  openAudit: (configuration) => openAuditReader(locationOf(configuration)),
  openAccounts: ({ data }) => openEmbeddedAccounts(embeddedDirectory(data)),
};

/** Resolves at Ctrl-C or SIGTERM. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
}
