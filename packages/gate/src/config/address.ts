import { isIP } from 'node:net';

/** A host as people write it in the configuration, in the form that URLs and sockets take. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:4873`, `[::1]:0`; undefined when it is neither. */
export function parseHostPort(text: string): HostPort | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535 || (match?.[1] !== undefined && isIP(host) !== 6)) return undefined;
  return { host, port };
}

/** Whether only this machine reaches a host (with or without the brackets of a URL): localhost, 127.0.0.0/8, ::1. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** An address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A URL of http or https without user, query or fragment; or what is wrong with it. */
export function parseHttpUrl(text: string): URL | string {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is not a URL of https or http';
  if (url.username !== '' || url.password !== '') return 'holds a user or password, which has no place here';
  if (/[?#]/.test(text)) return 'has a query or a fragment';
  return url;
}
