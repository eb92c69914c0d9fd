import { type IssuerDirectory, quoteIssuer } from '@sallyport/trust';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Switch } from './known.ts';

/** What switching does, before somebody confirms it. */
export const switchSentence = (one: Switch, disabled: boolean): string =>
  disabled
    ? `Switch off ${called(one)}: from now on every gate on this store refuses its id_tokens, and the publish tokens that they gave end at once. A publish whose bytes are on their way is finished.`
    : `Switch on ${called(one)} again: its id_tokens are taken again, and publish tokens that have not expired meanwhile are good again.`;

export const stillConfigured = (one: Switch): Refusal =>
  refusal(
    'switch-configured',
    `The configuration switches off ${called(one)}, so it cannot be switched on here. Take it out of \`disable\` in the configuration of every gate on this store, and have them read it again (SIGHUP).`,
  );

/** Of what is known, every name: whoever switches something off must not have to guess how it is written. */
export function unknownName(name: string, issuers: IssuerDirectory): Refusal {
  const listed = issuers.list();
  const exact = listed.flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer]));
  const templates = listed.flatMap(({ template }) => (template === undefined ? [] : [template]));
  return refusal(
    'switch-unknown',
    `${quoteIssuer(name)} is neither a provider nor an issuer that this gate knows. Providers: ${issuers.providers.map(({ type }) => type).join(', ')}. Issuers: ${[...exact, ...templates].join(', ')}.`,
  );
}

const called = ({ name, kind, title }: Switch): string =>
  kind === 'provider'
    ? `the provider ${title ?? name}`
    : `the issuer ${name}${title === undefined ? '' : ` (${title})`}`;
