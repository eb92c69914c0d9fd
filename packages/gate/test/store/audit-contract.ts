import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditFilter, Store } from '../../src/store/index.ts';
import { added, aMint, anAudit, NOW, newPackage, outcomes, times } from './samples.ts';

export const auditContract = (store: () => Store) =>
  describe('audit', () => {
    const full = {
      kind: 'publish',
      version: '1.0.0',
      integrity: 'sha512-A',
      tag: 'latest',
      publisher: 'p',
      actor: { kind: 'run', text: 'NUL \u0000, lone \ud800, "quoted"' },
      change: { before: null, after: [1] },
      decision: { outcome: 'accepted', reason: 'accepted', message: 'm', candidates: [] },
      personal: { actor: 'alice', text: '\u0000' },
    } as const;

    it('gives back an entry as it was written, with an id and an ISO time', async () => {
      const name = newPackage();
      await store().audit.append(anAudit({ ...full, package: name }));
      const [entry] = await store().audit.list({ package: name, limit: 1 });
      expect(entry).toEqual({
        ...anAudit({ ...full, package: name }),
        at: '2026-11-24T10:00:00.000Z',
        id: expect.any(Number),
      });
    });

    it('an entry that travels with an operation is the same', async () => {
      const publisher = await added(store());
      await store().grants.mint(aMint(publisher, { audit: anAudit({ ...full, package: publisher.package }) }));
      const [entry] = await store().audit.list({ package: publisher.package, limit: 1 });
      expect(entry).toMatchObject(full);
    });

    it('pages backwards through every entry that the filters leave, newest first', async () => {
      const name = newPackage();
      for (const i of times(10, (i) => i))
        await store().audit.append(
          anAudit({
            package: name,
            kind: i % 2 === 0 ? 'trust' : 'exchange',
            outcome: i < 6 ? 'accepted' : 'refused',
            at: NOW + i,
          }),
        );
      const pages: AuditEntry[][] = [];
      for (let before: number | undefined; ; ) {
        const page = await store().audit.list({ package: name, limit: 4, ...(before === undefined ? {} : { before }) });
        if (page.length === 0) break;
        pages.push([...page]);
        before = page.at(-1)?.id;
      }
      expect(pages.map((page) => page.length)).toEqual([4, 4, 2]);
      const ids = pages.flat().map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => b - a));
      expect(new Set(ids).size).toBe(10);
      expect(await store().audit.list({ package: name, kind: 'trust', limit: 100 })).toHaveLength(5);
      expect(await store().audit.list({ package: name, outcome: 'refused', limit: 100 })).toHaveLength(4);
      expect(await store().audit.list({ package: name, outcome: ['refused', 'accepted'], limit: 100 })).toHaveLength(
        10,
      );
      expect(await store().audit.list({ package: name, kind: 'trust', outcome: 'refused', limit: 100 })).toHaveLength(
        2,
      );
      expect(await store().audit.list({ package: newPackage(), limit: 100 })).toEqual([]);
    });

    it('A2: what is about a person can be erased, and the entry stays', async () => {
      const name = newPackage();
      await store().audit.append(anAudit({ package: name, personal: { actor: 'alice' } }));
      await store().audit.append(anAudit({ package: name, personal: { actor: 'bob' } }));
      const [bob, alice] = await store().audit.list({ package: name, limit: 10 });
      expect(await store().audit.erasePersonal([alice?.id ?? 0])).toBe(1);
      expect(await store().audit.erasePersonal([alice?.id ?? 0])).toBe(0);
      expect(await store().audit.erasePersonal([])).toBe(0);
      const { personal: _erased, ...rest } = alice ?? { personal: {} };
      expect(await store().audit.list({ package: name, limit: 10 })).toEqual([bob, rest]);
    });

    it('the export gives every entry once, oldest first, over its pages', async () => {
      const name = newPackage();
      await Promise.all(times(1_200, (i) => store().audit.append(anAudit({ package: name, at: NOW + i }))));
      const ids: number[] = [];
      for await (const entry of store().audit.all()) ids.push(entry.id);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      expect(new Set(ids).size).toBe(ids.length);
      expect(await outcomes(store(), name)).toHaveLength(1_000);
      const own = await store().audit.list({ package: name, limit: 5_000 });
      expect(own.every(({ id }) => ids.includes(id))).toBe(true);
      expect(own).toHaveLength(1_200);
    });

    it('filters by kinds, publisher, time and what is new; an export takes the same filters', async () => {
      const name = newPackage();
      const drafts = [
        { kind: 'exchange', publisher: 'p1', at: NOW },
        { kind: 'publish', publisher: 'p1', at: NOW + 1 },
        { kind: 'trust', publisher: 'p2', at: NOW + 2, outcome: 'added' },
        { kind: 'account', at: NOW + 3 },
      ] as const;
      for (const draft of drafts) await store().audit.append(anAudit({ package: name, ...draft }));
      const [, publish] = (await store().audit.list({ package: name, limit: 9 })).toReversed();
      const kinds = async (filter: Omit<AuditFilter, 'limit'>) => {
        const asked = { package: name, ...filter };
        const exported: string[] = [];
        for await (const entry of store().audit.all(asked)) exported.push(entry.kind);
        const listed = (await store().audit.list({ ...asked, limit: 9 })).map(({ kind }) => kind);
        expect(exported).toEqual(listed.toReversed());
        return exported;
      };
      expect(await kinds({ kind: ['publish', 'trust'] })).toEqual(['publish', 'trust']);
      expect(await kinds({ kind: ['exchange', 'trust'] })).toEqual(['exchange', 'trust']);
      expect(await kinds({ publisher: 'p1' })).toEqual(['exchange', 'publish']);
      expect(await kinds({ publisher: 'p1%' })).toEqual([]);
      expect(await kinds({ since: NOW + 2 })).toEqual(['trust', 'account']);
      expect(await kinds({ after: publish?.id ?? 0 })).toEqual(['trust', 'account']);
      expect(await kinds({ outcome: 'accepted', kind: ['account'] })).toEqual(['account']);
      expect(await kinds({ within: [{ exact: name }], outcome: 'added' })).toEqual(['trust']);
    });

    it('who sees some packages only sees no entry that is about none', async () => {
      const entry = anAudit({ kind: 'administration', requestId: newPackage() });
      await store().audit.append(entry);
      const [newest] = await store().audit.list({ limit: 1 });
      expect(newest?.requestId).toBe(entry.requestId);
      const seen = await store().audit.list({ within: [{ prefix: '' }], limit: 10_000 });
      expect(seen.some(({ requestId }) => requestId === entry.requestId)).toBe(false);
      expect(seen.length).toBeGreaterThan(0);
    });

    it('an entry is found by its id', async () => {
      await store().audit.append(anAudit({ publisher: 'p', package: newPackage() }));
      const [newest] = await store().audit.list({ limit: 1 });
      expect(await store().audit.find(newest?.id ?? 0)).toEqual(newest);
      expect(await store().audit.find(2 ** 40)).toBeUndefined();
    });

    it('answers health', async () => {
      await expect(store().ping()).resolves.toBeUndefined();
    });
  });
