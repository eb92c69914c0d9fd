import type { IssuerDirectory } from '@sallyport/trust';
import type { SwitchedOff } from '../store/index.ts';

/** A provider or exact issuer that can be switched off, and whether it is. */
export interface Switch {
  /** The type of a provider, or the exact issuer. */
  readonly name: string;
  readonly kind: 'provider' | 'issuer';
  /** What people call the provider, also of an issuer; undefined where nothing here knows it any more. */
  readonly title: string | undefined;
  /** Only while it is off. */
  readonly off: SwitchedOff | undefined;
}

/** Every provider, every issuer that is known by its whole address, and whatever else is off: tenants of a public issuer, what the configuration no longer has. */
export function knownSwitches(issuers: IssuerDirectory, off: readonly SwitchedOff[]): readonly Switch[] {
  const states = new Map(off.map((one) => [one.name, one]));
  const known = issuers.providers.flatMap((provider): readonly Switch[] => [
    { name: provider.type, kind: 'provider', title: provider.title, off: states.get(provider.type) },
    ...issuers
      .list()
      .filter((listed) => listed.provider === provider)
      .flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer]))
      .map((issuer): Switch => ({ name: issuer, kind: 'issuer', title: provider.title, off: states.get(issuer) })),
  ]);
  const names = new Set(known.map(({ name }) => name));
  return [...known, ...off.filter(({ name }) => !names.has(name)).map(({ name }) => switchOf(issuers, name, off))];
}

/** One name as a switch, known or not. */
export function switchOf(issuers: IssuerDirectory, name: string, off: readonly SwitchedOff[]): Switch {
  const state = off.find((one) => one.name === name);
  const provider = issuers.provider(name);
  return provider === undefined
    ? { name, kind: 'issuer', title: issuerTitle(issuers, name), off: state }
    : { name, kind: 'provider', title: provider.title, off: state };
}

/** Whether it is the type of a provider, or an issuer that tokens can come from: one that a template matches included (V2). */
export const isKnown = (issuers: IssuerDirectory, name: string): boolean =>
  issuers.provider(name) !== undefined || issuerTitle(issuers, name) !== undefined;

function issuerTitle(issuers: IssuerDirectory, name: string): string | undefined {
  const match = issuers.match(name);
  return (match.ok ? match.value.provider : match.refusal.provider)?.title;
}
