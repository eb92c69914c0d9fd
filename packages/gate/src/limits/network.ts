import { isIPv6 } from 'node:net';

/**
 * Whom requests of an address are counted for: an IPv4 address by itself, of an IPv6 address its first 64 bits, since whoever has one of a
 * network has all of them (RFC 4291 section 2.5.4). IPv4 in IPv6's form (RFC 4291 section 2.5.5.2) is IPv4.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return plain;
  const groups = groupsOf(plain);
  const [, , , , , mark, high, low] = groups;
  if (mark === 'ffff' && groups.slice(0, 5).every((group) => group === '0')) return dotted(high, low);
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** All eight groups, in the one way in which URLs write them (WHATWG URL, "IPv6 serializer"). */
function groupsOf(address: string): readonly string[] {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = '', after] = written.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
}

const dotted = (high = '0', low = '0'): string =>
  [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
