import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../src/limits/index.ts';

const groups = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: length, maxLength: length });
const written = (all: readonly number[]) => all.map((group) => group.toString(16)).join(':');

describe('whom an address is counted with', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0000:0000:ffff::', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['', ''],
  ])('%s with %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('IPv6 addresses of one network of 64 bits, however they are written, and no others', () => {
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), groups(4), (network, other, a, b) => {
        fc.pre(network.some((group) => group !== 0));
        const short = new URL(`http://[${written([...network, ...b])}]`).hostname.slice(1, -1);
        expect(networkOf(written([...network, ...a]))).toBe(networkOf(short.toUpperCase()));
        if (written(network) !== written(other))
          expect(networkOf(written([...other, ...a]))).not.toBe(networkOf(written([...network, ...a])));
      }),
    );
  });
});
