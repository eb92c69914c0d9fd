import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Authority, createAuthority, type Principal } from '../../src/authority/index.ts';
import type { Configuration } from '../../src/config/index.ts';
import type { People } from '../../src/upstream/index.ts';
import { accountOf, FROM } from '../support/people-world.ts';

const OWNERS = {
  '@acme/*': ['alice'],
  '@acme/web-*': ['wanda'],
  '@acme/app': ['bob'],
  hello: ['bob'],
};

const unasked = (): never => {
  throw new Error('not asked in this test');
};

const person = (name: string): Principal => ({
  kind: 'account',
  account: accountOf(name),
  credential: 'c',
  authorization: `Bearer token-of-${name}`,
  session: undefined,
  from: FROM,
});
const ADMINISTRATOR: Principal = { kind: 'token', source: 'environment variable A', from: FROM };
const ADMINISTRATOR_ACCOUNT: Principal = {
  kind: 'account',
  account: { key: 'administrator', kind: 'administrator', name: 'administrator' },
  credential: 'session:s',
  authorization: undefined,
  session: undefined,
  from: FROM,
};

function authorityWith(people?: Partial<People>, owners: Configuration['owners'] = OWNERS): Authority {
  return createAuthority({
    credentialOf: unasked,
    people:
      people === undefined
        ? undefined
        : { identify: unasked, signIn: unasked, known: unasked, mayWrite: async () => undefined, ...people },
    accounts: { session: unasked, hasFactor: unasked },
    owners: () => owners,
    secondFactorMode: () => 'required',
  });
}
const may = async (who: Principal, name: string, authority = authorityWith()) =>
  (await authority.mayConfigure(who, name)).ok;

describe('T1: who may configure the trust of a package', () => {
  it('administrators, by token and by the account of the one-time link: everything', async () => {
    for (const name of ['hello', '@acme/new', '@acme/*', '@other/x-*']) {
      expect(await may(ADMINISTRATOR, name)).toBe(true);
      expect(await may(ADMINISTRATOR_ACCOUNT, name)).toBe(true);
    }
  });

  it('a person of the registry who is called administrator is not one', async () => {
    expect(await may(person('administrator'), 'hello')).toBe(false);
    expect(authorityWith().isAdministrator(person('administrator'))).toBe(false);
  });

  it('T2: owners, for names that exist or not, of their own names and those that their pattern covers', async () => {
    expect(await may(person('bob'), '@acme/app')).toBe(true);
    expect(await may(person('bob'), 'hello')).toBe(true);
    expect(await may(person('bob'), '@acme/other')).toBe(false);
    expect(await may(person('alice'), '@acme/anything')).toBe(true);
    expect(await may(person('alice'), '@acme2/anything')).toBe(false);
    expect(await may(person('alice'), 'hello')).toBe(false);
    expect(await may(person('wanda'), '@acme/web-shop')).toBe(true);
    expect(await may(person('wanda'), '@acme/webshop')).toBe(false);
    expect(await may(person('Alice'), '@acme/anything')).toBe(false);
  });

  it('whoever the upstream lets write it; where it says no, or cannot say, nobody', async () => {
    const saying = (answer: boolean | undefined) => authorityWith({ mayWrite: async () => answer });
    expect(await may(person('mallory'), 'hello', saying(true))).toBe(true);
    expect(await may(person('mallory'), 'hello', saying(false))).toBe(false);
    expect(await may(person('mallory'), 'hello', saying(undefined))).toBe(false);
    expect(await may(person('mallory'), 'hello', authorityWith())).toBe(false);
  });

  it('the upstream is asked about this person, this package and with their own authorization', async () => {
    const asked: unknown[] = [];
    const authority = authorityWith({
      mayWrite: async (...question) => {
        asked.push(question);
        return false;
      },
    });
    await authority.mayConfigure(person('mallory'), '@x/y');
    expect(asked).toEqual([['mallory', '@x/y', 'Bearer token-of-mallory']]);
  });
});

describe('T2: who may configure the trust of a pattern', () => {
  it("never by the upstream's word: it would reach packages that others own", async () => {
    const asked = authorityWith({ mayWrite: async () => true });
    expect(await may(person('mallory'), '@acme/*', asked)).toBe(false);
    expect(await may(person('mallory'), '@acme/web-*', asked)).toBe(false);
  });

  it('only owners whose own pattern holds all of it', async () => {
    expect(await may(person('alice'), '@acme/*')).toBe(true);
    expect(await may(person('alice'), '@acme/web-*')).toBe(true);
    expect(await may(person('wanda'), '@acme/web-*')).toBe(true);
    expect(await may(person('wanda'), '@acme/web-shop-*')).toBe(true);
    expect(await may(person('wanda'), '@acme/*')).toBe(false);
    expect(await may(person('wanda'), '@acme/we*')).toBe(false);
    expect(await may(person('bob'), '@acme/app*')).toBe(false);
    expect(await may(person('alice'), '@acme2/*')).toBe(false);
  });

  it('whatever the pattern and the name: who may configure a pattern may configure every name that it covers', async () => {
    const part = fc.stringMatching(/^[a-z][a-z-]{0,4}$/);
    await fc.assert(
      fc.asyncProperty(part, part, part, fc.boolean(), async (own, prefix, rest, wide) => {
        const authority = authorityWith(undefined, { [wide ? '@acme/*' : `@acme/${own}*`]: ['alice'] });
        if (await may(person('alice'), `@acme/${prefix}*`, authority))
          expect(await may(person('alice'), `@acme/${prefix}${rest}`, authority)).toBe(true);
      }),
    );
  });
});

describe('E2: a stranger learns nothing', () => {
  it('is refused in the same words for every name and pattern', async () => {
    const authority = authorityWith({ mayWrite: async () => false });
    const refusals = await Promise.all(
      ['hello', '@acme/app', '@acme/*', 'absent'].map((name) => authority.mayConfigure(person('mallory'), name)),
    );
    expect(new Set(refusals.map((refused) => JSON.stringify(refused))).size).toBe(1);
    const [first] = refusals;
    expect(first?.ok === false && first.refusal.code).toBe('forbidden');
    expect(JSON.stringify(first)).not.toMatch(/alice|bob|wanda/);
  });

  it('sees no package; an owner sees names and ranges, a writer what the upstream lists, an administrator all', async () => {
    const authority = authorityWith({ packagesOf: async (name) => (name === 'bob' ? ['written'] : []) });
    expect(await authority.visible(person('mallory'))).toEqual([]);
    expect(await authority.visible(person('wanda'))).toEqual([{ prefix: '@acme/web-' }]);
    expect(await authority.visible(person('bob'))).toEqual([
      { exact: '@acme/app' },
      { exact: 'hello' },
      { exact: 'written' },
    ]);
    expect(await authority.visible(ADMINISTRATOR)).toBeUndefined();
    expect(await authority.visible(ADMINISTRATOR_ACCOUNT)).toBeUndefined();
  });
});
