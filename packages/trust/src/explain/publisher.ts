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
  return oneLine(`${publisher.type} ${publisher.id}: ${[...issuer, ...rules].join(', ')}; may ${permitted(publisher)}`);
}

/** One sentence that says what a publisher accepts, and which of its provider's conditions it leaves open. */
export function whatItAccepts(publisher: Omit<TrustedPublisher, 'id'>, provider: Provider): string {
  const labels = new Map(provider.fields.map(({ claim, label }) => [claim, label]));
  const rules = configured(publisher, provider).map(([claim, value]) => `${labels.get(claim) ?? claim} ${verb(value)}`);
  const open = provider.fields
    .filter(({ claim }) => !Object.hasOwn(publisher.claims, claim) && !provider.pins.includes(claim))
    .map(({ label }) => `any ${label}`);
  const issuer = publisher.issuer === undefined ? '' : ` (issuer ${quoteIssuer(publisher.issuer)})`;
  return oneLine(
    `Runs of ${provider.title}${issuer} where ${listed(rules)}${open.length === 0 ? '' : `, with ${listed(open)},`} may ${permitted(publisher)}.`,
  );
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

function verb(value: ClaimValue): string {
  if (typeof value === 'string') return `is ${quote(value)}`;
  if ('file' in value) return `is ${quote(value.file)}`;
  return 'pattern' in value ? `matches ${quotePattern(value.pattern)}` : `hold ${quote(value)}`;
}
