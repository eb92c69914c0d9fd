import type { Claims } from '../claims.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { linkTo, withoutNull } from '../providers/claim-text.ts';
import { buildField } from './build-field.ts';
import { seconds } from './durations.ts';
import type { Declaration } from './model.ts';
import { eventRule } from './refusals.ts';
import { claimOrIssuer, fill, parseTemplate, type Template } from './template.ts';

/** The provider, from a declaration without mistakes. */
export function buildProvider(declaration: Declaration): Provider {
  const { type, title, issuer, algorithms = ['RS256'], audience, pins = [], refuses = [], personal = [] } = declaration;
  const fields = declaration.fields.map(buildField);
  const claims = fields.map(({ claim }) => claim);
  const { exact = [], template, unanswered } = issuer;
  return {
    type,
    title,
    issuer: {
      exact,
      ...(template === undefined ? {} : { template }),
      ...(unanswered === undefined ? {} : { unanswered }),
    },
    algorithms,
    fields,
    required: declaration.required ?? fields.filter(isDemanded).map(({ claim }) => claim),
    pins,
    refuses: refuses.map(eventRule),
    maxTokenAgeSeconds: seconds(declaration.maxTokenAge),
    ...(audience === undefined ? {} : { fixedAudience: audience.fixed }),
    shows: [...new Set([...claims, ...pins, ...(declaration.shows ?? [])])],
    personal,
    links: {
      repository: (given, iss) => linkFrom(declaration.links?.repository, given, iss),
      run: (given, iss) => linkFrom(declaration.links?.run, given, iss),
    },
    obtain: declaration.obtain,
    snippet: ({ package: name, registry, audience: asked }) => ({
      file: declaration.snippet.file,
      text: replaced(declaration.snippet.text, { package: name, registry, audience: audience?.fixed ?? asked }),
    }),
    audienceYaml: (asked) =>
      replaced(declaration.audienceYaml ?? 'ask the CI system for a token with the audience "{audience}"', {
        audience: audience?.fixed ?? asked,
      }),
    token: tokenShape(declaration, fields),
  };
}

const isDemanded = ({ required, forms }: ClaimField): boolean => required && !forms.includes('all');

function tokenShape({ token, audience, title }: Declaration, fields: readonly ClaimField[]): Provider['token'] {
  const { lifetime, jti = false, notBefore, defaultAudience, example } = token;
  return {
    lifetime: seconds(lifetime),
    jti,
    ...(notBefore === undefined ? {} : { notBefore: seconds(notBefore) }),
    example,
    derive: (claims, issuer) => withoutNull({ ...referencesIn(fields, claims, issuer), ...claims }),
    audience: (asked) => {
      if (audience !== undefined) return audience.fixed;
      return asked[1] === undefined ? (asked[0] ?? defaultAudience ?? title) : asked;
    },
  };
}

/** What a real token derives from its other claims: the reference of the file that the field has as its example. */
const referencesIn = (fields: readonly ClaimField[], claims: Claims, issuer: string): Claims =>
  Object.fromEntries(
    fields.flatMap(({ claim, references, example }) => {
      const [reference] = references?.(example, claims, issuer) ?? [];
      return reference === undefined ? [] : [[claim, reference]];
    }),
  );

/** A link of claims, each encoded; undefined where one is missing or would change the path. */
function linkFrom(source: string | undefined, claims: Claims, issuer: string): string | undefined {
  const template = source === undefined ? undefined : parseTemplate(source);
  const filled =
    template === undefined
      ? undefined
      : fill(template, (hole) => numberOf(claims, hole) ?? claimOrIssuer(hole, claims, issuer));
  if (template === undefined || filled === undefined) return undefined;
  const origin = originOf(template[0], issuer);
  return origin === undefined || !filled.startsWith(`${origin}/`)
    ? undefined
    : linkTo(origin, filled.slice(origin.length + 1));
}

/** Written out, or the issuer's; never a claim's. */
function originOf(first: Template[number] | undefined, issuer: string): string | undefined {
  if (first === undefined) return undefined;
  const text = 'text' in first ? first.text : claimOrIssuer(first.hole, {}, issuer);
  return text !== undefined && URL.canParse(text) ? new URL(text).origin : undefined;
}

function numberOf(claims: Claims, hole: string): string | undefined {
  const value = Object.hasOwn(claims, hole) ? claims[hole] : undefined;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

const replaced = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(package|registry|audience)\}/g, (whole, name: string) => values[name] ?? whole);
