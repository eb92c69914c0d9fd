import { isLoopback, isNetwork, parseHostPort, parseHttpUrl } from '../address.ts';
import { DEFAULTS } from '../defaults.ts';
import { quote } from '../found.ts';
import type { Configuration } from '../model.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import type { Holed } from '../structure.ts';

type Addresses = Pick<Configuration, 'url' | 'listen' | 'trustProxy' | 'metrics'>;

/** Where the gate listens, and how the world calls it. */
export function addressesOf(file: Holed<ConfigurationFile>, report: Report): Addresses {
  const listen = parseHostPort(file.listen ?? DEFAULTS.listen);
  if (listen === undefined) {
    report.mistake(['listen'], `found ${quote(file.listen ?? '')}; accepted: HOST:PORT with a port from 0 to 65535`);
  }
  const url = file.url === undefined ? undefined : publicUrl(file.url, report);
  if (file.url === undefined && listen !== undefined && !isLoopback(listen.host)) {
    report.mistake(
      ['url'],
      `missing, and ${file.listen} is reachable from elsewhere: the audience of id_tokens is made from the public address. Set url (or SALLYPORT_URL) to the address that clients use, such as https://npm.acme.example`,
    );
  }
  return {
    url,
    listen: listen ?? { host: '127.0.0.1', port: 0 },
    trustProxy: trustedProxies(file.trustProxy, report),
    metrics: metricsOf(file, report),
  };
}

function metricsOf(file: Holed<ConfigurationFile>, report: Report): Configuration['metrics'] {
  if (file.metrics === undefined) return undefined;
  const path = ['metrics', 'listen'];
  const text = file.metrics.listen ?? DEFAULTS.metricsListen;
  const listen = parseHostPort(text);
  if (listen === undefined) {
    report.mistake(path, `found ${quote(text)}; accepted: HOST:PORT with a port from 0 to 65535`);
    return undefined;
  }
  if (listen.port !== 0 && text === (file.listen ?? DEFAULTS.listen)) {
    report.mistake(path, `${text} is where the gate itself listens; accepted: another port`);
  }
  if (!isLoopback(listen.host)) {
    report.warning(
      path,
      `${text} is reachable from elsewhere, and metrics ask nobody who they are; use 127.0.0.1 or [::1], or let only Prometheus reach it`,
    );
  }
  return { listen };
}

function publicUrl(text: string, report: Report): string | undefined {
  const url = parseHttpUrl(text);
  if (typeof url === 'string') {
    report.mistake(['url'], `${quote(text)} ${url}; accepted: a URL without a path, such as https://npm.acme.example`);
    return undefined;
  }
  if (url.pathname !== '/') {
    report.mistake(
      ['url'],
      `${quote(text)} has a path: npm sends id_tokens to the root of a host; accepted: ${url.origin}`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    report.warning(['url'], `${url.origin} is http: id_tokens and publish tokens travel in clear text; use https`);
  }
  return url.origin;
}

function trustedProxies(
  value: false | readonly (string | undefined)[] | undefined,
  report: Report,
): false | readonly string[] {
  if (value === undefined || value === false) return DEFAULTS.trustProxy;
  return value.flatMap((address, index) => {
    if (address === undefined) return [];
    if (!isNetwork(address)) {
      report.mistake(
        ['trustProxy', index],
        `found ${quote(address)}; accepted: an address or a network such as 10.0.0.0/8`,
      );
    }
    return [address];
  });
}
