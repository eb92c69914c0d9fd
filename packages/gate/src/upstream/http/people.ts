import type { Identified, People } from '../model.ts';
import type { UpstreamAdapter } from './adapter.ts';
import { ask, isItsOwn, type Question } from './question.ts';
import type { Registry } from './registry.ts';

/**
 * What a registry says about people, as far as its kind says anything: asked each time, with the caller's own credential or with none, and
 * never with the gate's (P5).
 * @param kind which kind it is by now.
 * @param timeoutMs for each whole answer.
 */
export function registryPeople(registry: Registry, kind: () => Promise<UpstreamAdapter>, timeoutMs: number): People {
  const put = <T>(question: Question<T>, authorization: string | undefined): Promise<T | undefined | 'unavailable'> =>
    answerTo(registry, question, authorization, timeoutMs);

  /**
   * It has shown somebody's account to a caller without credential. A registry that hides them all answers alike for all of them: until
   * it showed one, "there is none" says nothing.
   */
  let showsAccounts = false;

  async function identify(authorization: string): Promise<Identified> {
    const said = await put((await kind()).people.whoami, authorization);
    return said === undefined || said === 'unavailable' ? UNAVAILABLE : said;
  }

  return {
    identify,
    signIn: (name, password) =>
      // A colon would end the name (RFC 7617 section 2).
      name.includes(':')
        ? Promise.resolve({ outcome: 'unknown' })
        : identify(`Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`),
    async known(name) {
      const question = (await kind()).people.known?.(name);
      const said = question && (await put(question, undefined));
      if (said === undefined || said === 'unavailable') return undefined;
      showsAccounts ||= said;
      return showsAccounts ? said : undefined;
    },
    async mayWrite(name, packageName, authorization) {
      const question = (await kind()).people.mayWrite?.(name, packageName);
      return question && put(question, authorization);
    },
    async packagesOf(name, authorization) {
      const question = (await kind()).people.packagesOf?.(name);
      const said = question && (await put(question, authorization));
      return said === undefined || said === 'unavailable' ? [] : said;
    },
  };
}

async function answerTo<T>(
  registry: Registry,
  { path, maxBytes, read }: Question<T>,
  authorization: string | undefined,
  timeoutMs: number,
): Promise<T | undefined | 'unavailable'> {
  try {
    const answer = await ask(registry, path, { authorization, maxBytes, timeoutMs });
    return isItsOwn(answer) ? read(answer) : 'unavailable';
  } catch {
    return 'unavailable';
  }
}

const UNAVAILABLE: Identified = {
  outcome: 'unavailable',
  message: 'the upstream registry did not say in full whose credential this is',
};
