import { failed, ok, silent, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import { askPlainly } from './ask.ts';
import { audienceIn, type Patient } from './patient.ts';

/** Whether a gate runs here now, and what it says of itself: a stranger sees names and statuses. */
export const gate: Check<Patient> = async ({ configuration, atListen }) => {
  const { host, port } = configuration.listen;
  const here = `${host}:${port}`;
  if (port === 0) return [ok('gate', 'listens on a port that the system picks: whether it runs cannot be asked')];
  const asked = await atListen();
  if (!asked.ok) return [ok('gate', `none runs at ${here} now (${asked.why}); what needs one is left out`)];
  if (audienceIn(asked) === undefined) {
    const what = `something else answers at ${here} (status ${asked.status})`;
    return [failed('gate', what, 'stop it, or let the gate listen elsewhere')];
  }
  const ready = await askPlainly(`${localAddress(host, port)}/-/sallyport/v1/health/ready`);
  const bad = ready.ok ? namesOf(ready.body, 'failed') : ['health'];
  const doubtful = ready.ok ? namesOf(ready.body, 'warning') : [];
  const remedy =
    'its details are for administrators: GET /-/sallyport/v1/health/ready, or the System page of the console';
  // Only its store and its upstream can fail while it runs, and both by not answering.
  if (bad.length > 0) return [silent('gate', `runs at ${here}, and says failed: ${bad.join(', ')}`, remedy)];
  if (doubtful.length > 0)
    return [warning('gate', `runs at ${here}, and says warning: ${doubtful.join(', ')}`, remedy)];
  return [ok('gate', `runs at ${here}, and its own checks are fine`)];
};

/** What this machine asks where the gate listens: every address of it is loopback too. */
export function localAddress(host: string, port: number): string {
  const any: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const reached = any[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

function namesOf(body: unknown, status: string): readonly string[] {
  const checks: unknown = typeof body === 'object' && body !== null && 'checks' in body ? body.checks : [];
  const names = (Array.isArray(checks) ? (checks as unknown[]) : []).flatMap((check) =>
    typeof check === 'object' && check !== null && 'name' in check && 'status' in check && check.status === status
      ? [String(check.name).slice(0, 64)]
      : [],
  );
  return [...new Set(names)];
}
