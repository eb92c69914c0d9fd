import { isIPv4 } from 'node:net';

/**
 * Origins at which the console is at home, the one for links first: that of `url`; where that is a loopback IP address, `localhost`
 * before it, since WebAuthn has no IP addresses as rpId (level 3, section 5.1.3). None while `url` is not known yet.
 */
export function consoleOrigins(url: string): readonly string[] {
  if (url === '') return [];
  const { protocol, hostname, port, origin } = new URL(url);
  const loopback = hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return loopback ? [`${protocol}//localhost${port === '' ? '' : `:${port}`}`, origin] : [origin];
}

/** Where the console is, for links: authUrl, the one-time link. */
export const consoleUrl = (url: string): string => `${consoleOrigins(url)[0] ?? ''}/-/sallyport/`;
