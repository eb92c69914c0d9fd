import type { Claims } from '../claims.ts';
import type { Provider } from '../provider.ts';
import { oneLine, quote } from './quote.ts';

export const acceptedSentence = (publisher: string): string => oneLine(`Accepted by trusted publisher ${publisher}.`);

/** No publisher is there to compare with. The same for a package that does not exist (E2). `addCommand` would trust this repository. */
export function noPublisherSentence(addCommand: string): string {
  return oneLine(
    `This package has no trusted publisher, so no id_token can publish it. An owner adds one: ${addCommand}`,
  );
}

/** The command that trusts what these claims name: the required claims that can be taken from a token as they are, the others left to fill in. */
export function addCommand(provider: Provider, claims: Claims): string {
  const flags = provider.fields
    .filter(({ required }) => required)
    .map(({ claim, flag, forms }) => {
      const value = forms.includes('file') ? undefined : claims[claim];
      return `--${flag} ${typeof value === 'string' ? quote(value) : flag.toUpperCase().replaceAll('-', '_')}`;
    });
  return ['sallyport trust add', provider.type, 'PACKAGE', ...flags].join(' ');
}

export type GrantReason = 'grant-spent' | 'grant-in-use' | 'token-replayed' | 'publisher-changed';

export interface GrantFacts {
  readonly version?: string;
  /** It waits for people's approval, or did. */
  readonly staged?: boolean;
}

/** Why an accepted id_token gets no publish token after all (G1, D2). `version` is what it published, or staged. */
export function grantSentence(reason: GrantReason, facts: GrantFacts): string {
  return oneLine(GRANTS[reason](facts));
}

const GRANTS: Readonly<Record<GrantReason, (facts: GrantFacts) => string>> = {
  'grant-spent': ({ version, staged }) =>
    `This id_token has ${staged === true ? 'staged' : 'published'} ${version === undefined ? 'a version' : `version ${quote(version)}`} of this package already, and each publishes once. Run the step again, so that it gets a new token.`,
  'grant-in-use': ({ version }) =>
    `A publish${version === undefined ? '' : ` of version ${quote(version)}`} with this id_token is under way. Wait for its outcome, then try again.`,
  'token-replayed': () =>
    'This id_token, or another with the same jti, was used already, and each is taken once. Run the step again, so that it gets a new token.',
  'publisher-changed': () =>
    'The trusted publisher was changed, paused or removed during this exchange, or its first use went to another run. Try again; if it is refused again, the decision says why.',
};
