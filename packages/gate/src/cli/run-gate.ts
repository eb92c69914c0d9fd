import { setTimeout as pause } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { reload } from '../config/index.ts';
import { createLogger, type Gate, startGate } from '../index.ts';
import { StoreInUse, StoreNewer } from '../store/index.ts';
import { EXIT } from './outcome.ts';
import type { ServeCommand, ServeStart } from './parts.ts';

/** What is under way at SIGTERM has so long to finish (INTERFACE "Commands"). Milliseconds. */
const GRACE_MS = 30_000;

/** `sallyport serve`: starts the gate, says so on stdout, re-reads the configuration on SIGHUP, stops on SIGTERM and SIGINT. */
export const runGate: ServeCommand = async ({ loaded, reread, io, administratorLink }) => {
  const log = createLogger(process.stderr);
  for (const { place, message } of loaded.warnings) log.warn({ place }, message);
  let gate: Gate;
  try {
    gate = await startGate(loaded.configuration, log, undefined, {
      terminal: process.stderr.isTTY ? (text) => io.err(text) : undefined,
      asked: administratorLink,
    });
  } catch (fault) {
    io.err(`sallyport: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    return isMistake(fault) ? EXIT.usage : EXIT.later;
  }
  for (const { issuer } of loaded.configuration.issuers.filter(({ insecure }) => insecure)) {
    log.warn({ issuer }, 'this issuer is insecure: http, for trying things out only');
  }
  process.on('SIGHUP', rereadInto(gate, loaded, reread, log));
  const stopped = new Promise<number>((resolve) => {
    closeWithGrace(
      {
        // The limit is ours, below: this one would end with 1.
        delay: false,
        // Ours: by default the library takes it for a signal to end.
        skip: ['SIGHUP'],
      },
      async ({ err }) => {
        if (err !== undefined) log.fatal({ err }, 'fault');
        await Promise.race([gate.close(), graceEnds(log)]);
        resolve(err === undefined ? EXIT.done : EXIT.no);
      },
    );
  });
  await io.out(`sallyport ready ${gate.address}\n`);
  return stopped;
};

/** What does not finish in time is cut off, and settled by whoever finds it (P6). */
async function graceEnds(log: ReturnType<typeof createLogger>): Promise<void> {
  await pause(GRACE_MS, undefined, { ref: false });
  log.error('what was under way did not finish in time');
}

/** A folder in use, or a store from the future, is the operator's to change; an upstream or database that is down is not. */
const isMistake = (fault: unknown): boolean =>
  fault instanceof StoreInUse ||
  fault instanceof StoreNewer ||
  (fault instanceof Error && 'code' in fault && (fault.code === 'EADDRINUSE' || fault.code === 'EACCES'));

/** SIGHUP: a bad new file changes nothing and says so; what needs a restart says so too. */
function rereadInto(
  gate: Gate,
  first: ServeStart['loaded'],
  reread: ServeStart['reread'],
  log: ReturnType<typeof createLogger>,
): () => void {
  let current = first.configuration;
  const again = async () => {
    const next = reread();
    if ('mistakes' in next) {
      for (const { place, message } of next.mistakes) log.error({ place }, `configuration not re-read: ${message}`);
      return;
    }
    for (const { place, message } of next.warnings) log.warn({ place }, message);
    const { configuration, changed, restart } = reload(current, next.configuration);
    await gate.use(configuration);
    current = configuration;
    log.info(
      { changed, restart },
      restart.length === 0 ? 'configuration re-read' : 'configuration re-read; some keys need a restart',
    );
  };
  return () => void again().catch((err: unknown) => log.error({ err }, 'configuration not re-read'));
}
