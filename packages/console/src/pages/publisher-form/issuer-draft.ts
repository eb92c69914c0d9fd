import type { Provider } from '../../providers/index.ts';

/**
 * Whose tokens are meant. `usual`: none is sent, and the provider's public or default issuer is meant; `hole`: the public address of one
 * organisation; `named`: one that the configuration lists.
 */
export interface IssuerDraft {
  readonly kind: 'usual' | 'hole' | 'named';
  /** What stands in the hole. */
  readonly segment: string;
  /** The issuer that is named. */
  readonly issuer: string;
}

type Template = NonNullable<Provider['issuer']['template']>;

/** The hole that a person fills in: not one that a claim already says. */
export const askedTemplate = ({ issuer }: Provider): Template | undefined =>
  issuer.template?.equalsClaim === undefined ? issuer.template : undefined;

/** `new`: a hole is asked for. `stored`: a publisher without an issuer stays without one. */
export function issuerDraftOf(provider: Provider, issuer: string | undefined, state: 'new' | 'stored'): IssuerDraft {
  const template = askedTemplate(provider);
  const none = { segment: '', issuer: '' };
  if (issuer === undefined) return { ...none, kind: state === 'new' && template !== undefined ? 'hole' : 'usual' };
  const segment = template === undefined ? undefined : segmentOf(template, issuer);
  if (segment !== undefined) return { ...none, kind: 'hole', segment };
  return provider.issuer.exact.includes(issuer) || isOfClaim(provider, issuer)
    ? { ...none, kind: 'usual' }
    : { ...none, kind: 'named', issuer };
}

/** The exact issuer that is meant; undefined for the usual one, and while the hole is empty. */
export function issuerOf({ kind, segment, issuer }: IssuerDraft, provider: Provider): string | undefined {
  if (kind === 'named') return issuer;
  const template = askedTemplate(provider);
  const filled = segment.trim();
  return kind === 'hole' && template !== undefined && filled !== ''
    ? `${template.before}${filled}${template.after}`
    : undefined;
}

/** What is wrong with the hole, in words; the gate checks everything else. */
export function holeMistake({ kind, segment }: IssuerDraft, provider: Provider): string | undefined {
  const template = askedTemplate(provider);
  if (kind !== 'hole' || template === undefined) return undefined;
  const label = template.label ?? 'The organisation';
  if (segment.trim() === '') return `${label} is missing. ${template.help ?? ''}`.trim();
  return HOLES[template.segment].test(segment.trim())
    ? undefined
    : `${label} must be ${WORDS[template.segment]}, such as ${template.example}.`;
}

/** As people paste it: the whole address of the identity provider counts as what stands in its hole. */
export const typedSegment = (provider: Provider, text: string): string => {
  const template = askedTemplate(provider);
  return (template === undefined ? undefined : segmentOf(template, text.trim())) ?? text;
};

const HOLES = {
  slug: /^[a-z0-9_-]+$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const;
const WORDS = { slug: 'lower-case letters, digits, - and _ only', uuid: 'a UUID in lower case' } as const;

function segmentOf({ before, after }: Template, issuer: string): string | undefined {
  const long = issuer.length > before.length + after.length;
  return long && issuer.startsWith(before) && issuer.endsWith(after)
    ? issuer.slice(before.length, issuer.length - after.length)
    : undefined;
}

const isOfClaim = ({ issuer: { template } }: Provider, issuer: string): boolean =>
  template?.equalsClaim !== undefined && segmentOf(template, issuer) !== undefined;
