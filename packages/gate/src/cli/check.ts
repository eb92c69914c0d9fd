import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_ID_TOKEN_BYTES } from '@sallyport/trust';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { Io } from './io.ts';
import { EXIT, type ExitCode, type Failure, failure, finding, type Outcome, usage } from './outcome.ts';
import { findRegistry } from './registry/find.ts';
import { call } from './registry/request.ts';
import { paint, plain, plainJson } from './show.ts';
import { checkName, showClaim } from './trust/publishers.ts';

/** Claims without a token; a token of that size has fewer. */
const MAX_CLAIMS_BYTES = 64 * 1024;

/** A decision as the gate answers it (INTERFACE "A decision on the wire"); reasons of later versions included. */
const Decided = Type.Object({
  outcome: Type.Union([Type.Literal('accepted'), Type.Literal('refused')]),
  reason: Type.String(),
  message: Type.String(),
  publisher: Type.Optional(Type.String()),
  candidates: Type.Array(
    Type.Object({
      publisher: Type.Optional(Type.String()),
      rules: Type.Array(
        Type.Object({
          claim: Type.String(),
          expected: Type.Optional(Type.Unknown()),
          got: Type.Optional(Type.Unknown()),
          holds: Type.Boolean(),
        }),
      ),
    }),
  ),
});
type Decided = Static<typeof Decided>;

export interface CheckFlags {
  readonly package: string;
  readonly token?: string;
  readonly claims?: string;
  readonly registry?: string;
}

/** What this id_token, or a token with these claims, would be allowed to do: asked of the gate, which mints and pins nothing. */
export async function checkToken(flags: CheckFlags, io: Io): Promise<Outcome> {
  const wrong = checkName(flags.package);
  if (wrong !== undefined) return wrong;
  const question = await readQuestion(flags, io);
  if ('ok' in question) return question;
  const registry = findRegistry(flags.package, flags.registry, io);
  if ('ok' in registry) return registry;
  const answer = await call({
    method: 'POST',
    url: new URL('/-/sallyport/v1/check', registry.url),
    // Anybody may ask about a token; claims alone are only judged for those who may configure the package.
    bearer: 'claims' in question ? registry.bearer : undefined,
    body: { package: flags.package, ...question },
  });
  if (!answer.ok) return answer;
  const decision = answer.body;
  if (!Check(Decided, decision)) {
    return failure(
      EXIT.usage,
      'answer-malformed',
      `${registry.url.origin} did not answer with a decision: is a gate of Sallyport there?`,
    );
  }
  return finding(showDecision(decision, io), decision, exitOf(decision));
}

async function readQuestion(flags: CheckFlags, io: Io): Promise<{ token: string } | { claims: unknown } | Failure> {
  const { token, claims } = flags;
  if ((token === undefined) === (claims === undefined))
    return usage('give --token FILE or --claims FILE, one of them; - is standard input');
  const text = await readInput(token ?? claims ?? '-', token === undefined ? MAX_CLAIMS_BYTES : MAX_ID_TOKEN_BYTES, io);
  if (typeof text !== 'string') return text;
  if (token !== undefined) return text.trim() === '' ? usage('the id_token is empty') : { token: text.trim() };
  try {
    return { claims: JSON.parse(text) as unknown };
  } catch {
    return usage('the claims are not JSON: give the payload of a token, such as {"repositoryUuid": "{...}"}');
  }
}

async function readInput(file: string, maxBytes: number, io: Io): Promise<string | Failure> {
  try {
    const text = file === '-' ? await io.readStdin(maxBytes) : readFileSync(resolve(io.cwd, file), 'utf8');
    return text === undefined || text.length > maxBytes ? usage(`the input is larger than ${maxBytes} bytes`) : text;
  } catch (error) {
    return usage(`${JSON.stringify(file)} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown fault'}`);
  }
}

/** An issuer that does not answer says nothing about the token: asking again can help. */
const exitOf = (decision: Decided): ExitCode => {
  if (decision.outcome === 'accepted') return EXIT.done;
  return decision.reason === 'issuer-unreachable' ? EXIT.later : EXIT.no;
};

function showDecision(decision: Decided, io: Io): string {
  const accepted = decision.outcome === 'accepted';
  const head = paint(io, accepted ? 'green' : 'red', accepted ? 'accepted' : `refused (${plain(decision.reason)})`);
  const candidates = decision.candidates.map(({ publisher, rules }) => {
    const chosen = publisher !== undefined && publisher === decision.publisher ? ' (chosen)' : '';
    const title = `${publisher === undefined ? 'A trusted publisher' : `Trusted publisher ${plain(publisher)}`}${chosen}`;
    return [paint(io, 'bold', title), ...rules.map((rule) => showRule(rule, io))].join('\n');
  });
  return [`${head}: ${plain(decision.message)}`, ...candidates].join('\n\n');
}

function showRule({ claim, expected, got, holds }: Decided['candidates'][number]['rules'][number], io: Io): string {
  const mark = holds ? paint(io, 'green', '  holds  ') : paint(io, 'red', '  differs');
  const wanted = expected === undefined ? '' : ` expected ${showClaim(expected)}`;
  const found = got === undefined ? (holds ? '' : ' not in the token') : ` got ${plainJson(got)}`;
  return `${mark} ${plain(claim)}:${[wanted, found].filter((part) => part !== '').join(',')}`;
}
