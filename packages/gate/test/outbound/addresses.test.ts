import { assert, ipV4, nat, property } from 'fast-check';
import { expect, it } from 'vitest';
import { type AddressKind, addressKind } from '../../src/outbound/index.ts';

const TABLE: readonly (readonly [AddressKind, readonly string[]])[] = [
  [
    'public',
    [
      '1.1.1.1',
      '172.15.255.255',
      '172.32.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '192.167.1.1',
      '223.255.255.255',
      '2606:4700::1111',
      '2a00::1',
      '::ffff:1.1.1.1',
      '64:ff9b::101:101',
    ],
  ],
  [
    'loopback',
    [
      '127.0.0.1',
      '127.255.255.254',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '0:0:0:0:0:ffff:7f00:1',
      '64:ff9b::127.0.0.1',
    ],
  ],
  [
    'private',
    [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '100.127.255.255',
      'fc00::1',
      'fdff::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
    ],
  ],
  [
    'refused',
    [
      '0.0.0.0',
      '0.1.2.3',
      '169.254.169.254',
      '192.0.0.8',
      '192.0.2.1',
      '192.88.99.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
      '239.1.1.1',
      '240.0.0.1',
      '255.255.255.255',
    ],
  ],
  [
    'refused',
    [
      '::',
      '::2',
      '::7f00:1',
      'fe80::1',
      'fe80::1%lo',
      'fec0::1',
      'ff02::1',
      '2001:db8::1',
      '2001::1',
      '2002:7f00:1::',
      '64:ff9b:1::1',
      '100::1',
      '::ffff:169.254.169.254',
      '::ffff:0.0.0.0',
    ],
  ],
  ['refused', ['', 'localhost', '1.2.3', '127.1', '0x7f.0.0.1', '[::1]']],
];

for (const [kind, addresses] of TABLE) {
  it.each(addresses)(`V3: %s is ${kind}`, (address) => {
    expect(addressKind(address)).toBe(kind);
  });
}

it('V3: an IPv4 address is the same kind of place when IPv6 carries it', () => {
  assert(
    property(ipV4(), (address) => {
      expect(addressKind(`::ffff:${address}`)).toBe(addressKind(address));
      expect(addressKind(`64:ff9b::${address}`)).toBe(addressKind(address));
    }),
  );
});

const hex = (high: number, low: number): string => (high * 256 + low).toString(16);

it('V3: every address within a private network is private, in every form of writing', () => {
  assert(
    property(nat(255), nat(255), nat(255), (b, c, d) => {
      expect(addressKind(`10.${b}.${c}.${d}`)).toBe('private');
      expect(addressKind(`127.${b}.${c}.${d}`)).toBe('loopback');
      expect(addressKind(`169.254.${c}.${d}`)).toBe('refused');
      expect(addressKind(`::FFFF:${hex(10, b)}:${hex(c, d)}`)).toBe('private');
      expect(addressKind(`fd${b.toString(16).padStart(2, '0')}::${hex(c, d)}`)).toBe('private');
    }),
  );
});
