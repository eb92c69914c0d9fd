import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { type CredentialParts, credentialOf } from '../credentials/index.ts';

/** What a proxy calls a request. It stands in log and audit, so it is short and harmless. */
const ID = /^[A-Za-z0-9._-]{8,128}$/;

export interface RequestIdParts extends CredentialParts {
  readonly trustProxy: false | readonly string[];
}

/**
 * What each request is called: in the answer, in every line of the log about it and in its audit entries (E3). The x-request-id of a
 * trusted proxy is kept, so that its log and ours name one request alike; anybody else's is not, or they could take another's name. A
 * secret of ours that stands there is no name (A2).
 */
export function createRequestIds(parts: RequestIdParts): (request: IncomingMessage) => string {
  const isProxy = proxies(parts.trustProxy);
  return (request) => {
    const given = request.headers['x-request-id'];
    const usable =
      typeof given === 'string' &&
      ID.test(given) &&
      isProxy(request.socket.remoteAddress ?? '') &&
      credentialOf(`Bearer ${given}`, parts).kind === 'other';
    return usable ? given : randomUUID();
  };
}

function proxies(trusted: RequestIdParts['trustProxy']): (address: string) => boolean {
  if (trusted === false) return () => false;
  const list = new BlockList();
  for (const network of trusted) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
