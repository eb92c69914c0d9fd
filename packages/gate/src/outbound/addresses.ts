import { BlockList, isIP } from 'node:net';

/** An address as a resolver gives it. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * What kind of place an address names. `private`: a network of somebody's own, reachable when an issuer may be private. `refused`: never
 * the address of a server that issues tokens (link-local, where clouds serve their credentials, multicast, reserved, unspecified).
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'refused';

/** IANA's special-purpose registries for IPv4 (RFC 6890). */
const IPV4: Readonly<Record<Exclude<AddressKind, 'public'>, readonly string[]>> = {
  loopback: ['127.0.0.0/8'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  refused: [
    '0.0.0.0/8',
    '169.254.0.0/16',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
};

/** The same for IPv6. The tunnels 6to4 and Teredo, which carry an IPv4 address inside, are refused whole: no issuer lives there. */
const IPV6: Readonly<Record<Exclude<AddressKind, 'public'>, readonly string[]>> = {
  loopback: ['::1/128'],
  private: ['fc00::/7'],
  refused: [
    '::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
    '5f00::/16',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
  ],
};

/** Networks that carry an IPv4 address in their last 32 bits: mapped (RFC 4291) and NAT64 (RFC 6052). They are what that address is. */
const CARRIERS = ['::ffff:', '64:ff9b::'];

const LISTS = { loopback: list('loopback'), private: list('private'), refused: list('refused') };

/** The kind of an IPv4 or IPv6 address; anything that is no address is `refused`. */
export function addressKind(address: string): AddressKind {
  const version = isIP(address);
  // A zone (`fe80::1%eth0`) names an interface of this machine.
  if (version === 0 || address.includes('%')) return 'refused';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (LISTS.loopback.check(address, family)) return 'loopback';
  if (LISTS.private.check(address, family)) return 'private';
  return LISTS.refused.check(address, family) ? 'refused' : 'public';
}

function list(kind: Exclude<AddressKind, 'public'>): BlockList {
  const blocked = new BlockList();
  for (const network of IPV4[kind]) {
    const [address, bits] = parts(network);
    blocked.addSubnet(address, bits, 'ipv4');
    for (const carrier of CARRIERS) blocked.addSubnet(`${carrier}${address}`, 96 + bits, 'ipv6');
  }
  for (const network of IPV6[kind]) blocked.addSubnet(...parts(network), 'ipv6');
  return blocked;
}

function parts(network: string): [string, number] {
  const at = network.indexOf('/');
  return [network.slice(0, at), Number(network.slice(at + 1))];
}
