import { describe, expect, it } from 'vitest';
import type { KnownPackage, Store, StoredPublisher } from '../../src/store/index.ts';
import { added, anAudit, aPublisher, entriesOf, NOW, newId, newPackage, times } from './samples.ts';

const newScope = (): string => newPackage().split('/')[0] ?? '';

const namesOf = (found: readonly KnownPackage[]) => found.map(({ name }) => name);

const key = (publisher: StoredPublisher) => `${publisher.package} ${publisher.id}`;

export const packagesContract = (gate: (index?: number) => Store) => {
  const packages = () => gate(1).packages;
  const published = (name: string, changes: Parameters<typeof anAudit>[0] = {}) =>
    gate().audit.append(anAudit({ kind: 'publish', outcome: 'accepted', package: name, ...changes }));

  describe('policies', () => {
    it('A1: a policy holds on every gate from the moment it is set, and each change is audited', async () => {
      const name = newPackage();
      const audit = anAudit({ kind: 'trust', outcome: 'policy', package: name, requestId: newId() });
      expect(await gate(1).policies.of(name)).toEqual({ trustedPublishingOnly: false });
      await gate().policies.set(name, { trustedPublishingOnly: true }, audit);
      expect(await gate(1).policies.of(name)).toEqual({ trustedPublishingOnly: true });
      expect(await gate(1).policies.of(newPackage())).toEqual({ trustedPublishingOnly: false });
      await gate(1).policies.set(name, { trustedPublishingOnly: false }, audit);
      expect(await gate().policies.of(name)).toEqual({ trustedPublishingOnly: false });
      expect(await entriesOf(gate(), audit.requestId)).toBe(2);
    });
  });

  describe('packages', () => {
    it('a package is known by its publishers, by its policy, or by a publish; each once, in order of name', async () => {
      const scope = newScope();
      await added(gate(), { package: `${scope}/c` });
      await added(gate(), { package: `${scope}/c` });
      await added(gate(), { package: `${scope}/*` });
      await gate().policies.set(`${scope}/b`, { trustedPublishingOnly: true }, anAudit());
      await gate().policies.set(`${scope}/lifted`, { trustedPublishingOnly: false }, anAudit());
      await published(`${scope}/a`, { version: '1.0.0', publisher: 'p' });
      await published(`${scope}/c`, { version: '2.0.0', at: NOW + 1 });
      await published(`${scope}/c`, { version: '3.0.0', at: NOW + 2 });
      await published(`${scope}/c`, { version: '4.0.0', at: NOW + 3, outcome: 'refused' });
      await published(`${scope}/d`, { outcome: 'passed' });
      await published(`${scope}/e`, { version: '5.0.0', outcome: 'staged' });
      await published(`${scope}/nothing`, { outcome: 'started' });
      await published(`${scope}/nothing`, { kind: 'exchange' });
      const bare = { publishers: 0, trustedPublishingOnly: false, lastPublish: undefined };
      expect(await packages().list({ within: [{ prefix: `${scope}/` }], limit: 10 })).toEqual([
        { ...bare, name: `${scope}/a`, lastPublish: { version: '1.0.0', at: NOW } },
        { ...bare, name: `${scope}/b`, trustedPublishingOnly: true },
        { ...bare, name: `${scope}/c`, publishers: 2, lastPublish: { version: '3.0.0', at: NOW + 2 } },
        { ...bare, name: `${scope}/d`, lastPublish: { version: undefined, at: NOW } },
        { ...bare, name: `${scope}/e`, lastPublish: { version: '5.0.0', at: NOW } },
      ]);
    });

    it('pages give every package once, whatever source it is known by', async () => {
      const scope = newScope();
      const names = times(9, (i) => `${scope}/p${i}`);
      for (const [i, name] of names.entries())
        await (i % 3 === 0
          ? added(gate(), { package: name })
          : i % 3 === 1
            ? published(name)
            : gate().policies.set(name, { trustedPublishingOnly: true }, anAudit()));
      const found: string[] = [];
      for (let after = ''; ; ) {
        const page = await packages().list({ within: [{ prefix: `${scope}/` }], after, limit: 4 });
        expect(page.length).toBeLessThanOrEqual(4);
        found.push(...namesOf(page));
        const last = page.at(-1);
        if (last === undefined) break;
        after = last.name;
      }
      expect(found).toEqual(names);
    });

    it('searches for any part of a name, whatever its case; nothing that is typed is a wildcard', async () => {
      const scope = newScope();
      const names = ['Hello_World', 'hello-world', 'helloXworld'].map((name) => `${scope}/${name}`);
      for (const name of names) await published(name);
      const search = async (text: string) =>
        namesOf(await packages().list({ within: [{ prefix: `${scope}/` }], search: text, limit: 10 }));
      expect(await search('hello')).toEqual(names);
      expect(await search('LO_W')).toEqual([names[0]]);
      for (const typed of ['%', 'o%w', '\\', "'", 'hello\0']) expect(await search(typed)).toEqual([]);
    });

    it('nobody sees a name beside what they may see', async () => {
      const scope = newScope();
      for (const name of [`${scope}/a`, `${scope}/ab`, `${scope}-evil/a`, `${scope}x/a`]) {
        await added(gate(), { package: name });
        await published(name, { outcome: 'passed' });
      }
      await added(gate(), { package: `${scope}/a*` });
      const seen = async (...within: ({ exact: string } | { prefix: string })[]) => {
        const known = namesOf(await packages().list({ within, limit: 100 }));
        const statics = (await packages().staticPublishes(NOW, within)).map((found) => found.package);
        const audit = await gate().audit.list({ within, kind: 'publish', limit: 100 });
        expect(statics.toSorted()).toEqual(known);
        expect(audit.map((entry) => entry.package ?? '').toSorted()).toEqual(known);
        return known;
      };
      expect(await seen({ prefix: `${scope}/` })).toEqual([`${scope}/a`, `${scope}/ab`]);
      expect(await seen({ exact: `${scope}/a` })).toEqual([`${scope}/a`]);
      expect(await seen({ exact: `${scope}/a` }, { prefix: `${scope}x/` })).toEqual([`${scope}/a`, `${scope}x/a`]);
      expect(await seen({ prefix: `${scope}%` })).toEqual([]);
      expect(await seen({ exact: `${scope}/%` })).toEqual([]);
      expect(await seen()).toEqual([]);
      const publishers = await gate().publishers.all({ within: [{ prefix: `${scope}/` }], limit: 100 });
      expect(publishers.map((publisher) => publisher.package)).toEqual([`${scope}/a`, `${scope}/a*`, `${scope}/ab`]);
      expect(await gate().publishers.all({ within: [], limit: 100 })).toEqual([]);
    });

    it('publishes by other credentials are counted by package, most first; those of publish tokens are not', async () => {
      const scope = newScope();
      const within = [{ prefix: `${scope}/` }];
      await published(`${scope}/a`, { publisher: 'p' });
      await published(`${scope}/b`, { actor: { user: 'alice' }, at: NOW + 1 });
      await published(`${scope}/c`, { outcome: 'passed', at: NOW - 1 });
      for (const i of [1, 2, 3]) await published(`${scope}/c`, { outcome: 'passed', at: NOW + i });
      await published(`${scope}/d`, { outcome: 'refused' });
      expect(await packages().staticPublishes(NOW, within)).toEqual([
        { package: `${scope}/c`, count: 3, lastAt: NOW + 3 },
        { package: `${scope}/b`, count: 1, lastAt: NOW + 1 },
      ]);
    });

    it('somebody who may write thousands of packages finds them, as others find theirs', async () => {
      const scope = newScope();
      await added(gate(), { package: `${scope}/p4999` });
      const within = Array.from({ length: 5_000 }, (_, index) => ({ exact: `${scope}/p${index}` }));
      const found = await gate().packages.list({ within, limit: 10 });
      expect(found.map(({ name }) => name)).toEqual([`${scope}/p4999`]);
      expect(await gate().publishers.all({ within, limit: 10 })).toHaveLength(1);
      expect(await gate().audit.list({ within, limit: 10 })).toHaveLength(1);
      expect(await gate().packages.staticPublishes(0, within)).toEqual([]);
    });

    it('pages of publishers give every one once, also where a page ends amid a package', async () => {
      const scope = newScope();
      const all: StoredPublisher[] = [];
      for (const name of ['a', 'a', 'a', 'b', 'c']) all.push(await added(gate(), { package: `${scope}/${name}` }));
      const found: StoredPublisher[] = [];
      for (let after = aPublisher({ package: '', id: '' }); ; ) {
        const page = await gate().publishers.all({ within: [{ prefix: `${scope}/` }], after, limit: 2 });
        found.push(...page);
        const last = page.at(-1);
        if (last === undefined) break;
        after = last;
      }
      expect(found.map(key)).toEqual(all.map(key).toSorted());
    });
  });
};
