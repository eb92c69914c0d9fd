import type { Claims, ClaimValue } from '../claims.ts';
import { quote } from '../explain/index.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import { parseClaimValue } from './claim-value.ts';
import { misplaced } from './misplaced.ts';
import { isObject, mistake, type PublisherMistake } from './mistake.ts';
import type { TrustedPublisher } from './model.ts';

/** Every claim known and well formed, every required one there: a publisher that would match a whole issuer cannot exist. */
export function parseClaims(
  claims: unknown,
  provider: Provider,
  pasted: Claims = {},
): Result<TrustedPublisher['claims'], readonly PublisherMistake[]> {
  if (!isObject(claims)) return refuse([mistake('claims must be an object', 'claims')]);
  const { title, fields } = provider;
  const names = fields.map(({ claim }) => claim);
  const mistakes = Object.keys(claims)
    .filter((claim) => !names.includes(claim))
    .map((claim) =>
      mistake(`${title} has no claim ${quote(claim)} to configure; accepted are ${names.join(', ')}`, 'claims'),
    );
  const parsed: [string, ClaimValue][] = [];
  for (const field of fields) {
    const value = Object.hasOwn(claims, field.claim) ? claims[field.claim] : undefined;
    const place = `claims.${field.claim}`;
    if (value === undefined) {
      if (field.required) mistakes.push(missing(field, place));
      continue;
    }
    const wanted = parseClaimValue(field, value);
    if (wanted.ok) parsed.push([field.claim, wanted.value]);
    else mistakes.push(mistake(`${place} ${wanted.refusal}`, place, `${field.label} ${wanted.refusal}`));
  }
  const found = Object.fromEntries(parsed);
  mistakes.push(...misplaced(found, provider, pasted));
  return mistakes.length === 0 ? accept(found) : refuse(mistakes);
}

const missing = ({ label, help }: ClaimField, place: string): PublisherMistake =>
  mistake(`${place} (${label}) is missing. ${help}`, place, `${label} is missing. ${help}`);
