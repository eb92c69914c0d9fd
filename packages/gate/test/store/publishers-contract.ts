import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { added, aMint, anAudit, aPublisher, NOW, newPackage, outcomes, times } from './samples.ts';

export const publishersContract = (store: () => Store) =>
  describe('publishers', () => {
    const audit = anAudit({ kind: 'trust', outcome: 'changed' });

    it('gives back what was stored, optional parts included and left out', async () => {
      const bare = await added(store());
      const full = await added(store(), {
        package: bare.package,
        issuer: 'https://gitlab.example',
        note: 'release',
        tokenLifetime: 300,
        paused: true,
        claims: { file: { file: 'publish.yml' }, ref: { pattern: 'release/*' }, all: ['b', 'a'] },
        permissions: ['createPackage', 'createStagedPackage'],
        createdAt: NOW + 1,
        pins: { iss: 'https://gitlab.example' },
      });
      expect(await store().publishers.of(bare.package)).toEqual([bare, full]);
    });

    it('T2: a package is covered by its own publishers and by patterns of its scope, oldest first', async () => {
      const name = newPackage();
      const scope = name.split('/')[0];
      const pattern = await added(store(), { package: `${scope}/*`, createdAt: NOW - 2 });
      const prefix = await added(store(), { package: `${scope}/hel*`, createdAt: NOW + 5 });
      const own = await added(store(), { package: name });
      await added(store(), { package: `${scope}/other*` });
      await added(store(), { package: `${scope}/hello-more` });
      const found = await store().publishers.covering(name);
      expect(found.map(({ id }) => id)).toEqual([pattern.id, own.id, prefix.id]);
      expect(await store().publishers.of(name)).toEqual([own]);
    });

    it('concurrent questions each get their own answer', async () => {
      const publishers = await Promise.all(times(20, () => added(store())));
      const found = await Promise.all(
        [...publishers, ...publishers].map(({ package: name }) => store().publishers.covering(name)),
      );
      expect(found.map((list) => list.map(({ id }) => id))).toEqual(
        [...publishers, ...publishers].map(({ id }) => [id]),
      );
      expect(await store().publishers.covering(newPackage())).toEqual([]);
      expect(await store().publishers.covering('unscoped')).toEqual([]);
    });

    it('an equal one is refused, in whatever order its claims were written, and not audited', async () => {
      const first = await added(store(), { claims: { a: '1', b: { file: 'x' } } });
      const equal = aPublisher({ package: first.package, claims: { b: { file: 'x' }, a: '1' } });
      expect(await store().publishers.add(equal, audit)).toBe('exists');
      expect(await store().publishers.add(aPublisher({ ...equal, issuer: 'https://other.example' }), audit)).toBe(
        'added',
      );
      expect(await outcomes(store(), first.package)).toEqual(['trust added']);
    });

    it('of equal ones added at once, one is added', async () => {
      const one = aPublisher();
      const answers = await Promise.all(
        times(10, () => store().publishers.add({ ...one, id: aPublisher().id }, audit)),
      );
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'exists')).toHaveLength(9);
    });

    it('D2: an edit clears the pins and raises the revision', async () => {
      const publisher = await added(store(), { pins: { iss: 'https://issuer.example' } });
      const edited = { ...publisher, note: 'new', updatedAt: NOW + 1 };
      expect(await store().publishers.edit(edited, 1, audit)).toBe('edited');
      expect(await store().publishers.of(publisher.package)).toEqual([{ ...edited, revision: 2, pins: undefined }]);
    });

    it('the slower of two edits is told so, and changes and audits nothing', async () => {
      const publisher = await added(store());
      const own = anAudit({ kind: 'trust', outcome: 'edited', package: publisher.package });
      const answers = await Promise.all(
        times(5, (i) => store().publishers.edit({ ...publisher, note: `n${i}` }, 1, own)),
      );
      expect(answers.toSorted()).toEqual(['changed', 'changed', 'changed', 'changed', 'edited']);
      expect(await outcomes(store(), publisher.package)).toEqual(['trust added', 'trust edited']);
    });

    it('an edit into an equal of another is refused', async () => {
      const first = await added(store());
      const second = await added(store(), { package: first.package });
      expect(await store().publishers.edit({ ...second, claims: first.claims }, 1, audit)).toBe('exists');
      expect((await store().publishers.of(first.package)).map(({ revision }) => revision)).toEqual([1, 1]);
    });

    it('is removed once, under its own name only', async () => {
      const publisher = await added(store());
      const own = anAudit({ kind: 'trust', outcome: 'removed', package: publisher.package });
      expect(await store().publishers.remove(newPackage(), publisher.id, own)).toBe(false);
      expect(await store().publishers.remove(publisher.package, publisher.id, own)).toBe(true);
      expect(await store().publishers.remove(publisher.package, publisher.id, own)).toBe(false);
      expect(await outcomes(store(), publisher.package)).toEqual(['trust added', 'trust removed']);
    });

    it('V3: an issuer is named by a configured publisher, or by one that pinned it', async () => {
      const configured = `https://configured-${newPackage()}.example`;
      const pinned = `https://pinned-${newPackage()}.example`;
      await added(store(), { issuer: configured });
      const publisher = await added(store());
      expect(await store().publishers.namesIssuer(pinned)).toBe(false);
      await store().grants.mint(aMint(publisher, { pins: { iss: pinned } }));
      expect(await store().publishers.namesIssuer(configured)).toBe(true);
      expect(await store().publishers.namesIssuer(pinned)).toBe(true);
    });
  });
