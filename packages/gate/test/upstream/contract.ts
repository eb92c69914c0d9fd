import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { People, Upstream } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { release } from './release.ts';

export interface Opened {
  readonly upstream: Upstream;
  /** What this registry can say beyond what each can. */
  readonly says: Says;
  /** Makes an account and gives its token. */
  signUp(name: string, password: string): Promise<string>;
  /** Publishes with a person's own token, as npm does. */
  publishAs(token: string, packageName: string): Promise<void>;
  close(): Promise<void>;
}

export interface Says {
  /** Who may write which package, and who has an account. */
  readonly writers: boolean;
  /** Which packages there are. */
  readonly packages: boolean;
  /** Whom it calls the publisher of what the gate published; left out: whom the gate says. */
  readonly publisher?: string;
}

/** What every upstream holds, whatever is behind it. `open` is told the gate's public address. */
export function upstreamContract(name: string, open: (publicUrl: () => string) => Promise<Opened>): void {
  describe(name, () => {
    let opened: Opened;
    let gate: Front;
    beforeAll(async () => {
      gate = await front(() => opened.upstream);
      opened = await open(() => gate.url);
    });
    afterAll(async () => {
      await gate.close();
      await opened.close();
    });

    it('P6: a published version is found again with its integrity, any other is absent', async () => {
      const hello = release({ version: '1.0.0' });
      expect(await opened.upstream.find('@acme/hello', '1.0.0')).toEqual({ outcome: 'absent', first: true });
      expect(await opened.upstream.publish(hello)).toEqual({ outcome: 'published' });
      expect(await opened.upstream.find('@acme/hello', '1.0.0')).toEqual({
        outcome: 'present',
        integrity: hello.tarball.integrity,
      });
      expect(await opened.upstream.find('@acme/hello', '1.0.1')).toEqual({ outcome: 'absent', first: false });
    });

    it('whether a package exists is asked past every cache, and with which versions', async () => {
      expect(await opened.upstream.versions('@acme/listed')).toEqual({ outcome: 'absent' });
      for (const version of ['1.0.0', '1.1.0'])
        await opened.upstream.publish(release({ package: '@acme/listed', version }));
      expect(await opened.upstream.versions('@acme/listed')).toEqual({
        outcome: 'present',
        versions: ['1.0.0', '1.1.0'],
      });
    });

    it('P6: a version that exists is not published again, and its integrity is told', async () => {
      const first = release({ package: 'twice' });
      await opened.upstream.publish(first);
      const exists = { outcome: 'exists', integrity: first.tarball.integrity };
      expect(await opened.upstream.publish(first)).toEqual(exists);
      expect(await opened.upstream.publish(release({ package: 'twice', bytes: Buffer.from('other') }))).toEqual(exists);
    });

    it('P8: two versions of one package published at the same time both arrive, each with its tag', async () => {
      await opened.upstream.publish(release({ package: 'both' }));
      const [one, two] = [
        release({ package: 'both', version: '1.1.0' }),
        release({ package: 'both', version: '2.0.0', tag: 'next' }),
      ];
      const answers = await Promise.all([opened.upstream.publish(one), opened.upstream.publish(two)]);
      expect(answers).toEqual([{ outcome: 'published' }, { outcome: 'published' }]);
      const document = await json(`${gate.url}/both`);
      expect(document).toMatchObject({ 'dist-tags': { latest: '1.1.0', next: '2.0.0' } });
      expect(Object.keys(document['versions'] as object).sort()).toEqual(['1.0.0', '1.1.0', '2.0.0']);
    });

    it.each(['application/json', 'application/vnd.npm.install-v1+json'])(
      'W3: npm 12 installs: tarballs in %s are under the gate, and arrive byte for byte',
      async (accept) => {
        const bytes = Buffer.from(Array.from({ length: 100_003 }, (_, index) => index % 251));
        const published = release({ package: '@acme/big', bytes });
        await opened.upstream.publish(published);
        const document = await json(`${gate.url}/@acme%2fbig`, {
          accept,
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
          forwarded: 'host=evil.example',
        });
        const { tarball, integrity } =
          (document['versions'] as Record<string, { dist: Record<string, string> }>)['1.0.0']?.dist ?? {};
        expect(integrity).toBe(published.tarball.integrity);
        expect(tarball).toBe(`${gate.url}${opened.upstream.prefix}/@acme/big/-/big-1.0.0.tgz`);
        const path = tarball?.slice(gate.url.length + opened.upstream.prefix.length) ?? '';
        const downloaded = Buffer.from(await (await fetch(gate.url + path)).arrayBuffer());
        expect(downloaded.equals(bytes)).toBe(true);
      },
    );

    it('what the gate says about a version is kept: who published it, readme and description', async () => {
      await opened.upstream.publish(release({ package: 'kept' }));
      expect(await json(`${gate.url}/kept`)).toMatchObject({
        readme: '# hello',
        versions: {
          '1.0.0': {
            _npmUser: { name: opened.says.publisher ?? 'trusted publisher' },
            description: 'says hello',
            dist: { shasum: release({ package: 'kept' }).tarball.shasum },
          },
        },
      });
    });

    it('W3: a client that has the document already is told so', async () => {
      await opened.upstream.publish(release({ package: 'cached' }));
      const first = await request(`${gate.url}/cached`);
      const etag = String(first.headers.etag);
      expect(Number(first.headers['content-length'])).toBe((await first.body.bytes()).length);
      expect(await statusKnowing(`${gate.url}/cached`, etag)).toBe(304);
      expect(await statusKnowing(`${gate.url}/cached`, '"something else"')).toBe(200);
      await opened.upstream.publish(release({ package: 'cached', version: '1.0.1' }));
      expect(await statusKnowing(`${gate.url}/cached`, etag)).toBe(200);
    });

    it.each(['/cached', '/unknown', '/-/v1/login', '/', '/-/ping'])(
      'W4: nothing of the upstream can run in a browser: %s',
      async (path) => {
        const answer = await fetch(gate.url + path);
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
        expect(answer.headers.get('content-type')).not.toMatch(/html/);
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(answer.headers.get('x-powered-by')).toBeNull();
      },
    );

    describe('T1: people', () => {
      const PASSWORD = 'correct horse';
      let token: string;
      beforeAll(async () => {
        token = await opened.signUp('Alice-1', PASSWORD);
      });

      it('are known by their token, and by their name and password', async () => {
        const known = { outcome: 'known', name: 'Alice-1' };
        expect(await peopleOf(opened).identify(`Bearer ${token}`)).toEqual(known);
        expect(await peopleOf(opened).identify(basic(`Alice-1:${PASSWORD}`))).toEqual(known);
        expect(await peopleOf(opened).signIn('Alice-1', PASSWORD)).toEqual(known);
      });

      it('are known by nothing else, and signing in makes no account', async () => {
        const middle = token.length / 2;
        const changed = token.slice(0, middle) + (token[middle] === 'A' ? 'B' : 'A') + token.slice(middle + 1);
        const nobody = { outcome: 'unknown' };
        for (const authorization of [
          '',
          'Bearer',
          'Bearer x',
          `Bearer ${changed}`,
          token,
          basic('Alice-1:wrong'),
          basic('Alice-1'),
        ])
          expect([authorization, await peopleOf(opened).identify(authorization)]).toEqual([authorization, nobody]);
        for (const [name, password] of [
          ['Alice-1', 'wrong'],
          ['Alice-1', ''],
          ['alice-1', PASSWORD],
          ['', ''],
          ['__proto__', PASSWORD],
          ['constructor', PASSWORD],
          ['mallory', PASSWORD],
          ['mallory', PASSWORD],
          ['Alice-1:correct', 'horse'],
        ] as const)
          expect([name, await peopleOf(opened).signIn(name, password)]).toEqual([name, nobody]);
      });

      it('write what they made; where the registry cannot say so it says nothing, and never yes', async () => {
        const { writers, packages } = opened.says;
        await opened.publishAs(token, '@acme/of-alice');
        await opened.upstream.publish(release({ package: '@acme/of-a-job' }));
        const bearer = `Bearer ${token}`;
        expect(await peopleOf(opened).mayWrite('Alice-1', '@acme/of-alice', bearer)).toBe(writers ? true : undefined);
        expect(await peopleOf(opened).mayWrite('alice-1', '@acme/of-alice', bearer)).toBe(writers ? false : undefined);
        expect(await peopleOf(opened).mayWrite('Alice-1', '@acme/of-a-job', bearer)).toBe(writers ? false : undefined);
        expect(await peopleOf(opened).mayWrite('Alice-1', '@acme/nothing', bearer)).toBe(writers ? false : undefined);
        expect(await peopleOf(opened).known('Alice-1')).toBe(writers ? true : undefined);
        expect(await peopleOf(opened).known('mallory')).toBe(writers ? false : undefined);
        expect(await peopleOf(opened).packagesOf?.('Alice-1', bearer)).toEqual(writers ? ['@acme/of-alice'] : []);
        expect(await opened.upstream.list?.('@acme/of-', 10)).toEqual(
          packages ? ['@acme/of-a-job', '@acme/of-alice'] : undefined,
        );
      });
    });

    it('health learns that it answers', async () => {
      await opened.upstream.ping();
    });
  });
}

function peopleOf({ upstream }: Opened): People {
  if (upstream.people === undefined) throw new Error('this upstream knows nobody');
  return upstream.people;
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

/** As npm asks: fetch would add `cache-control: no-cache`, which asks for a whole answer. */
async function statusKnowing(url: string, etag: string): Promise<number> {
  const { statusCode, body } = await request(url, { headers: { 'if-none-match': etag } });
  await body.dump();
  return statusCode;
}

async function json(url: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}
