import type { ClaimValue } from '../claims.ts';
import type { ClaimField, Provider } from '../provider.ts';
import type { Permission, TrustedPublisher } from '../publisher/model.ts';
import { listed, oneLine, quote, quoteIssuer, quotePattern } from './quote.ts';

const PERMITTED: Readonly<Record<Permission, string>> = {
  createPackage: 'publish',
  createStagedPackage: 'stage for approval',
};

/** What npm's own words are, where its contract has them. */
export const TRUST_WORDS = {
  invalid: 'Invalid trusted publisher configuration',
  invalidId: 'Invalid trusted publisher config id format',
  notFound: 'Trusted publisher configuration not found for the package',
  exists: 'trusted publisher config already exists for the package. Please delete and re-create.',
} as const;

/** One line for npm-notice: npm's own `trust list` shows no claims of types it does not know, and UUIDs survive only in the notice. */
export function summary(publisher: TrustedPublisher, provider: Provider | undefined): string {
  const rules = configured(publisher, provider).map(([name, value]) => `${name} ${worded(value)}`);
  const issuer = publisher.issuer === undefined ? [] : [`issuer ${quoteIssuer(publisher.issuer)}`];
  return oneLine(
    `${publisher.type} ${publisher.id}: ${[...issuer, ...rules].join(', ')}; may ${permitted(publisher)}${publisher.tokenLifetime === undefined ? '' : `; its publish tokens end after ${duration(publisher.tokenLifetime)}`}`,
  );
}

/**
 * One sentence for people that says whose runs a publisher lets publish what, and which of its provider's conditions it leaves open.
 * `on`: the package name or pattern; left out, "this package".
 */
export function whatItAccepts(publisher: Omit<TrustedPublisher, 'id'>, provider: Provider, on?: string): string {
  const known = new Map(provider.fields.map((field) => [field.claim, field]));
  const demanded = configured(publisher, provider).map(([claim, value]) => demand(known.get(claim), claim, value));
  const open = provider.fields
    .filter(({ claim }) => !Object.hasOwn(publisher.claims, claim) && !provider.pins.includes(claim))
    .map((field) => named(field, field.claim, 'any '));
  const issuer = publisher.issuer === undefined ? '' : ` (issuer ${quoteIssuer(publisher.issuer)})`;
  const subject = on === undefined ? 'this package' : quotePattern(on);
  return oneLine(
    `Any run of ${provider.title}${issuer} ${listed([...demanded, ...open])} can ${permitted(publisher)} ${subject}.${shortLived(publisher)}`,
  );
}

const shortLived = ({ tokenLifetime }: Pick<TrustedPublisher, 'tokenLifetime'>): string =>
  tokenLifetime === undefined ? '' : ` Its publish tokens end after ${duration(tokenLifetime)} at most.`;

/** In the largest unit that is whole: `90 seconds`, `5 minutes`, `1 hour`. */
function duration(seconds: number): string {
  const [length, unit] = UNITS.find(([size]) => seconds % size === 0) ?? [1, 'second'];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  [3600, 'hour'],
  [60, 'minute'],
] as const;

function demand(field: ClaimField | undefined, claim: string, value: ClaimValue): string {
  if (typeof value === 'string') return `${named(field, claim)} ${quote(value)}`;
  if ('file' in value) return `${named(field, claim)} ${quote(value.file)}`;
  return 'pattern' in value
    ? `${named(field, claim, 'any ')} matching ${quotePattern(value.pattern)}`
    : `${named(field, claim)} ${quote(value)}`;
}

/** `on branch`, `on any branch`; where the provider does not say how, its label. */
function named(field: ClaimField | undefined, claim: string, any = ''): string {
  const { preposition, noun } = field?.phrase ?? { preposition: 'with', noun: field?.label ?? claim };
  return `${preposition} ${any}${noun}`;
}

const permitted = ({ permissions }: Pick<TrustedPublisher, 'permissions'>): string =>
  listed(permissions.map((permission) => PERMITTED[permission]));

/** The configured claims in the provider's order; unknown ones last. */
function configured(
  { claims }: Pick<TrustedPublisher, 'claims'>,
  provider: Provider | undefined,
): readonly (readonly [string, ClaimValue])[] {
  const order = (provider?.fields ?? []).map(({ claim }: ClaimField) => claim);
  const rank = (claim: string): number => (order.includes(claim) ? order.indexOf(claim) : order.length);
  return Object.entries(claims).sort(([a], [b]) => rank(a) - rank(b));
}

function worded(value: ClaimValue): string {
  if (typeof value === 'string') return quote(value);
  if ('file' in value) return `file ${quote(value.file)}`;
  return 'pattern' in value ? `matching ${quotePattern(value.pattern)}` : `all of ${quote(value)}`;
}
