import { ok, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

/** The gate itself speaks http: where `url` is https, a proxy ends TLS, and the gate must know it to tell its clients apart. */
export const proxy: Check<Patient> = async ({ configuration: { url, trustProxy } }) => {
  const tls = url?.startsWith('https:') === true;
  if (tls && trustProxy === false) {
    return [
      warning(
        'proxy',
        'the url is https, so a proxy stands before the gate, and trustProxy is false: every client has the address of the proxy, and all share one rate limit',
        'set trustProxy to the addresses of the proxy',
      ),
    ];
  }
  if (!tls && trustProxy !== false)
    return [
      warning(
        'proxy',
        'trustProxy names a proxy, and url is not https',
        'set url to the https address that clients use',
      ),
    ];
  return [ok('proxy', tls ? `X-Forwarded-* count from ${String(trustProxy)}` : 'none is expected')];
};
