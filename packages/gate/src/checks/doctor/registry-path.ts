import { failed, ok, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import { askPlainly } from './ask.ts';
import type { Patient } from './patient.ts';

/** No registry has a package of this name; every registry has an answer in JSON about it. */
const NOBODYS_PACKAGE = 'sallyport-doctor-asks-for-nothing';

/** Whether a registry answers at exactly upstream.url, path prefix included: asked for a packument, without a credential (P5). */
export const registryPath: Check<Patient> = async ({ configuration: { upstream } }) => {
  if (upstream.url === 'embedded') return [];
  const name = 'registry path';
  const asked = await askPlainly(`${upstream.url}/${NOBODYS_PACKAGE}`);
  // The check of the upstream has said so.
  if (!asked.ok || asked.status >= 500) return [];
  const { status, body } = asked;
  if (status >= 300 && status < 400)
    return [
      failed(
        name,
        `${upstream.url} answers with a redirect, and none is followed`,
        'set upstream.url to the final address',
      ),
    ];
  if (status === 401 || status === 403)
    return [
      warning(
        name,
        `${upstream.url} shows packages only to those who sign in (${status})`,
        'check the path yourself with npm view and a login',
      ),
    ];
  return typeof body === 'object' && body !== null
    ? [ok(name, `${upstream.url} answers about packages as a registry does`)]
    : [
        failed(
          name,
          `${upstream.url} does not answer about packages as a registry does (status ${status}, no JSON)`,
          'give the whole path of the registry in upstream.url',
        ),
      ];
};
