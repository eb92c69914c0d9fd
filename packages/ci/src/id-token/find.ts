import { delimiter } from 'node:path';
import { run } from '../children/run.ts';
import { type Answer, ask, isTemporary } from '../registry/ask.ts';
import { done, type Result, stop } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';
import { CI_SYSTEMS, COMMON_VARIABLE, systemHere } from './sources.ts';

/**
 * The id_token of this step: from NPM_ID_TOKEN, from the variable that the CI system sets, or asked for at the address that it
 * gives, for the one audience.
 *
 * Stops with exit 2 and the lines to add where the step has none; with exit 3 where the CI system does not answer.
 */
export async function findIdToken(audience: string, surroundings: Surroundings): Promise<Result<string>> {
  const { env } = surroundings;
  for (const variable of [COMMON_VARIABLE, ...CI_SYSTEMS.map(({ variable }) => variable)]) {
    const token = env[variable]?.trim();
    if (token) return done(token);
  }
  for (const { title, request } of CI_SYSTEMS) {
    const url = request && env[request.url];
    const bearer = request && env[request.bearer];
    if (url && bearer) return await askFor(title, url, bearer, audience, surroundings);
  }
  const system = systemHere(env);
  if (system?.command !== undefined)
    return await printedBy(system.title, system.command(audience), audience, surroundings);
  return noIdToken(audience, env);
}

/** What the CI system's own program prints: the system's, and not one of that name that a dependency brings (npx puts those first). */
async function printedBy(
  title: string,
  [file, ...args]: readonly [string, ...string[]],
  audience: string,
  surroundings: Surroundings,
): Promise<Result<string>> {
  const { cwd, env } = surroundings;
  const path = env['PATH']?.split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const own = path === undefined ? env : { ...env, PATH: path.join(delimiter) };
  const ending = await run({ file, args, cwd, env: own, output: 'keep', secrets: [] }, surroundings);
  if (ending.kind === 'missing') return noIdToken(audience, env);
  const token = ending.output.trim();
  if (ending.status === 0 && token !== '') return done(token);
  return stop(2, 'id-token-unavailable', `${title} gave no id_token: ${file} ended with ${ending.status}.`);
}

async function askFor(
  title: string,
  address: string,
  bearer: string,
  audience: string,
  surroundings: Surroundings,
): Promise<Result<string>> {
  if (!URL.canParse(address)) return stop(2, 'id-token-unavailable', `${title} gave an address that is no URL.`);
  const url = new URL(address);
  url.searchParams.set('audience', audience);
  const answer = await ask({ method: 'GET', url, bearer }, surroundings);
  const token = valueIn(answer);
  if (token !== undefined) return done(token);
  const seen = answer.kind === 'answered' ? `it answered ${answer.status}` : answer.why;
  return stop(isTemporary(answer) ? 3 : 2, 'id-token-unavailable', `${title} gave no id_token: ${seen}.`);
}

/** GitHub's answer: `{"value": "<JWT>"}`. */
function valueIn(answer: Answer): string | undefined {
  if (answer.kind !== 'answered' || answer.status !== 200) return undefined;
  const value = answer.json?.['value'];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function noIdToken(audience: string, env: Environment): Result<string> {
  const system = systemHere(env);
  if (system !== undefined) {
    const add = system.add(audience);
    return stop(2, 'id-token-missing', `This ${system.title} step has no id_token. Add to ${add.file}:`, { add });
  }
  return stop(
    2,
    'id-token-missing',
    `This step has no id_token: no CI system is recognised here, and ${COMMON_VARIABLE} is not set. Put an id_token with the audience "${audience}" into ${COMMON_VARIABLE}.`,
  );
}
