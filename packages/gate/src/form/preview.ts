import {
  type Claims,
  type IssuerDirectory,
  isIssuerOf,
  type ParseContext,
  type Provider,
  type PublisherDraft,
  parsePublisher,
  publisherMistakes,
  type Snippet,
  type Strength,
  samePublisher,
  sampleToken,
  strengthOf,
  whatItAccepts,
} from '@sallyport/trust';
import type { Principal } from '../authority/index.ts';
import { parseNamePattern, parsePackageName } from '../names/index.ts';
import { type Covered, coveredBy } from '../packages/index.ts';
import type { FormParts } from './parts.ts';

export interface PreviewRequest {
  /** A package name, or a pattern of names. */
  readonly package: string;
  /** A trusted publisher, perhaps unfinished. */
  readonly publisher: unknown;
  /** The id of the publisher that is edited. */
  readonly replaces?: string;
  /** The claims that the form was filled from. */
  readonly pasted?: Claims;
}

/** What a form shows beside itself. Everything but mistakes and audience only where it can be said already. */
export interface Preview {
  readonly mistakes: readonly FormMistake[];
  readonly publisher?: PublisherDraft;
  readonly accepts?: string;
  readonly strength?: Strength;
  readonly audience: string;
  readonly snippet?: Snippet;
  readonly sample?: Claims;
  readonly covers?: Covered;
  readonly exists?: boolean;
}

export interface FormMistake {
  /** `package`, `issuer`, `claims.x`. */
  readonly field?: string;
  readonly message: string;
}

/** The whole answer to a draft: who may, what is wrong, what it would mean. */
export async function preview(parts: FormParts, principal: Principal, request: PreviewRequest): Promise<Preview> {
  const { package: typed, publisher: body, pasted } = request;
  const name = parsePackageName(typed) ?? parseNamePattern(typed);
  const context = parsing(parts, pasted);
  const draft = parsePublisher(body, context);
  const mistakes = [
    ...(await nameMistakes(parts, principal, name)),
    ...publisherMistakes(body, context).map(({ text, field }) => inForm(text, field)),
  ];
  if (name !== undefined && mistakes.length === 0 && draft.ok) {
    mistakes.push(...(await duplicates(parts, name, draft.value, request.replaces)));
  }
  return {
    mistakes,
    audience: parts.audience(),
    ...(draft.ok ? meaning(parts, draft.value, name, mistakes.length === 0) : {}),
    ...snippetFor(parts, body, name),
    ...(name === undefined || mistakes.some(({ field }) => field === 'package')
      ? {}
      : await aboutName(parts, principal, name)),
  };
}

/** Whether the name is one, and whether this principal may configure it (T1, T2). */
async function nameMistakes(
  { authority }: FormParts,
  principal: Principal,
  name: string | undefined,
): Promise<FormMistake[]> {
  if (name === undefined) {
    return [
      inForm('This is neither a valid npm package name nor a pattern like @scope/* or @scope/prefix-*.', 'package'),
    ];
  }
  const may = await authority.mayConfigure(principal, name);
  return may.ok ? [] : [inForm(may.refusal.message, 'package')];
}

async function duplicates(
  { store }: FormParts,
  name: string,
  draft: PublisherDraft,
  replaces: string | undefined,
): Promise<readonly FormMistake[]> {
  const there = (await store.publishers.of(name)).find((other) => other.id !== replaces && samePublisher(other, draft));
  return there === undefined ? [] : [inForm(`This trusted publisher is there already: ${there.id} demands the same.`)];
}

function meaning(
  parts: FormParts,
  draft: PublisherDraft,
  name: string | undefined,
  faultless: boolean,
): Pick<Preview, 'publisher' | 'accepts' | 'strength' | 'sample'> {
  const provider = providerOf(parts, draft.type);
  if (provider === undefined) return {};
  const issuer = draft.issuer ?? usualIssuer(provider, parts.issuers());
  return {
    publisher: draft,
    strength: strengthOf(draft, provider),
    sample: sampleToken(draft, provider, issuer, parts.audience()),
    ...(faultless ? { accepts: whatItAccepts(draft, provider, name) } : {}),
  };
}

function snippetFor(parts: FormParts, body: unknown, name: string | undefined): Pick<Preview, 'snippet'> {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  const provider = providerOf(parts, type);
  if (provider === undefined || name === undefined) return {};
  return { snippet: provider.snippet({ package: name, registry: parts.url(), audience: parts.audience() }) };
}

/** What a pattern covers; whether a package is there, where the upstream says. */
async function aboutName(
  parts: FormParts,
  principal: Principal,
  name: string,
): Promise<Pick<Preview, 'covers' | 'exists'>> {
  if (parsePackageName(name) === undefined)
    return { covers: await coveredBy(parts, await parts.authority.visible(principal), name) };
  const found = await parts.upstream.find(name, ANY_VERSION);
  if (found.outcome === 'unknown') return {};
  return { exists: found.outcome !== 'absent' || !found.first };
}

/** A version to ask for where only the package matters. */
const ANY_VERSION = '0.0.0';

const parsing = ({ issuers }: FormParts, pasted: Claims | undefined): ParseContext => ({
  providers: issuers().providers,
  issuerKnown: (type, issuer) => isIssuerOf(issuers(), type, issuer),
  ...(pasted === undefined ? {} : { pasted }),
});

const providerOf = ({ issuers }: FormParts, type: unknown): Provider | undefined =>
  typeof type === 'string' ? issuers().provider(type) : undefined;

/** The issuer that a publisher without one means; of a public one with a hole, the example. */
function usualIssuer(provider: Provider, issuers: IssuerDirectory): string {
  const usual = issuers
    .list()
    .find((listed) => listed.provider === provider && listed.issuer !== undefined && listed.defaultIssuer);
  const { exact, template } = provider.issuer;
  const example = template === undefined ? exact[0] : `${template.before}${template.example}${template.after}`;
  return usual?.issuer ?? example ?? '';
}

const inForm = (message: string, field?: string): FormMistake =>
  field === undefined ? { message } : { field, message };
