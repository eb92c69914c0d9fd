import { lookup } from 'node:dns/promises';
import { expectedAudiences } from '@sallyport/trust';
import { type Finding, failed, ok, reasonOf, silent, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import { askPlainly } from './ask.ts';
import { audienceIn, type Patient, PROBE_PATH } from './patient.ts';

/** `url` has an address in DNS, and behind it answers a gate with this audience: the one that pipelines will reach. */
export const address: Check<Patient> = async ({ configuration, url, atListen }) => {
  if (configuration.url === undefined)
    return [ok('address', 'no url is configured: clients use the address it listens on')];
  const { hostname } = new URL(url);
  try {
    await lookup(hostname.replace(/^\[|\]$/g, ''));
  } catch (fault) {
    return [
      silent('address', `${hostname} has no address (${reasonOf(fault)})`, 'make its DNS record, or correct url'),
    ];
  }
  return [await answering(url, audienceIn(await atListen()) !== undefined)];
};

async function answering(url: string, runsHere: boolean): Promise<Finding> {
  const asked = await askPlainly(url + PROBE_PATH);
  const audience = audienceIn(asked);
  const expected = expectedAudiences(url);
  if (audience !== undefined && expected.includes(audience)) return ok('address', `${url} answers as this gate`);
  if (audience !== undefined) {
    const what = `${url} answers as another gate, which wants the audience ${audience.slice(0, 128)} and not ${expected[0]}`;
    return failed('address', what, 'correct url, or DNS or the proxy; restart the gate where url was changed');
  }
  const what = asked.ok ? `${url} answers ${asked.status}, and not as a gate` : `${url} does not answer (${asked.why})`;
  if (!runsHere) return warning('address', what, 'start the gate, then look again');
  return asked.ok
    ? failed('address', what, 'let the proxy pass every path on to the gate as it came, /-/sallyport/ too')
    : silent('address', what, 'see that the proxy runs, and that this machine may reach it under this name');
}
