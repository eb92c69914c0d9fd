import { connect, type TLSSocket } from 'node:tls';
import { type Finding, failed, ok, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

const TIMEOUT_MS = 5_000;
const DAY_MS = 24 * 60 * 60_000;
/** Who renews by a program does so a month ahead. */
const SOON_DAYS = 14;

/** The certificate of `url`: clients accept it, now and in the days to come. */
export const certificate: Check<Patient> = async ({ url, now }) => {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return [];
  const host = hostname.replace(/^\[|\]$/g, '');
  const seen = await look(host, port === '' ? 443 : Number(port));
  return seen === undefined ? [] : [judge(seen, now())];
};

interface Seen {
  /** Why clients refuse it, as Node's TLS says it; undefined: they do not. */
  readonly refused: string | undefined;
  readonly until: number;
}

/** Without trust in it, so that a bad one is seen too: nothing but the handshake happens. Undefined where nobody answers. */
function look(host: string, port: number): Promise<Seen | undefined> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: TIMEOUT_MS });
    const end = (seen: Seen | undefined): void => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('secureConnect', () => {
      const { authorizationError } = socket;
      end({
        refused: socket.authorized ? undefined : String(authorizationError),
        until: Date.parse(socket.getPeerCertificate().valid_to),
      });
    });
    socket.once('timeout', () => end(undefined));
    socket.once('error', () => end(undefined));
  });
}

function judge({ refused, until }: Seen, now: number): Finding {
  const date = Number.isNaN(until) ? 'an unknown date' : new Date(until).toISOString();
  const days = Math.floor((until - now) / DAY_MS);
  if (days < 0) return failed('certificate', `it ended on ${date}`, 'renew it');
  if (refused !== undefined) {
    const remedy =
      'use one of a CA that every client knows and send its whole chain; for a CA of your own, clients need NODE_EXTRA_CA_CERTS';
    return failed('certificate', `clients refuse it (${refused})`, remedy);
  }
  if (days < SOON_DAYS) return warning('certificate', `it ends on ${date}, in ${days} days`, 'renew it');
  return ok('certificate', `is accepted, until ${date}`);
}
