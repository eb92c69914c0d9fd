import type { AddressInfo } from 'node:net';
import type { Clock } from '@sallyport/trust';
import type { Logger } from 'pino';
import { type Composed, compose } from './compose.ts';
import type { Configuration } from './config/index.ts';
import { offerAdministratorLink } from './first-administrator.ts';

/** How often abandoned reservations are settled and old grants swept; how many at a time. */
const SETTLE_EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 60_000;
const SETTLE_BATCH = 50;
const SWEEP_BATCH = 1_000;

/** A running gate. */
export interface Gate {
  /** The address it listens on, with the port it really got. */
  readonly address: string;
  /** Takes what SIGHUP re-reads into force. */
  use(configuration: Configuration): Promise<void>;
  /** Stops accepting, finishes what is under way, closes store and upstream. */
  close(): Promise<void>;
}

/** How the one-time link for the administrator is handed out. */
export interface LinkWish {
  /** Where a person reads along; left out, it goes into a file of the data folder. */
  readonly terminal?: ((text: string) => void) | undefined;
  /** Make one in any case, not only before the first was used. */
  readonly asked?: boolean;
}

/** Starts a gate: opens its parts, settles what an earlier gate left behind (P6), listens. Throws what compose throws. */
export async function startGate(
  configuration: Configuration,
  log: Logger,
  now: Clock = Date.now,
  link: LinkWish = {},
): Promise<Gate> {
  const composed = await compose(configuration, log, now);
  const { server, settlement, accounts, store } = composed;
  try {
    const settled = await settlement.recover();
    if (settled > 0) log.info({ settled }, 'reservations of an earlier gate settled');
    await server.listen({ host: configuration.listen.host, port: configuration.listen.port });
    const metrics = await composed.serveMetrics();
    if (metrics !== undefined) log.info({ metrics }, 'metrics for Prometheus');
  } catch (fault) {
    await composed.close();
    throw fault;
  }
  const address = addressOf(server.server.address(), configuration.listen.host);
  composed.listensAt(address);
  const url = configuration.url ?? address;
  const { terminal, asked = false } = link;
  await offerAdministratorLink({ accounts, store, url, data: configuration.data, terminal, asked, log }).catch(
    (fault: unknown) => log.error({ err: fault }, 'no link for an administrator could be made'),
  );
  const timers = [
    every(SETTLE_EVERY_MS, () => settlement.askAll(SETTLE_BATCH), log),
    every(SWEEP_EVERY_MS, () => settleAndSweep(composed, now), log),
  ];
  return {
    address,
    use: (next) => composed.use(next),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await composed.close();
    },
  };
}

/** What is about to be swept is asked about once more first. */
async function settleAndSweep({ settlement, store }: Composed, now: Clock): Promise<void> {
  await settlement.askBound(SETTLE_BATCH);
  await store.sweep(now(), SWEEP_BATCH);
}

/** Runs a chore from time to time, never twice at once; what fails is logged and tried again. */
function every(ms: number, chore: () => Promise<unknown>, log: Logger): NodeJS.Timeout {
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      await chore();
    } catch (fault) {
      log.warn({ err: fault }, 'chore failed');
    } finally {
      running = false;
    }
  };
  return setInterval(() => void run(), ms);
}

function addressOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === 'string') throw new Error('the gate listens on no port');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
