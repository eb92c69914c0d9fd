import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServeStart } from '../../src/cli/index.ts';
import type { AuditEntry } from '../../src/store/index.ts';
import { run, temporaryFolder } from './fixture.ts';

const entry = (id: number): AuditEntry => ({
  id,
  at: '2026-11-24T10:00:00.000Z',
  kind: 'exchange',
  outcome: 'refused',
  actor: {},
  requestId: `r-${id}`,
});

async function* entries(...ids: number[]): AsyncIterable<AuditEntry> {
  for (const id of ids) yield entry(id);
}

it('audit export: a line of JSON for every entry, and the store is closed', async () => {
  let closed = false;
  const openAudit = async () => ({ all: () => entries(1, 2, 3), close: async () => void (closed = true) });
  const { exit, out } = await run(['audit', 'export'], { parts: { openAudit } });
  expect(exit).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([1, 2, 3].map(entry));
  expect(closed).toBe(true);
});

it.each([
  ['StoreUnavailable', 3],
  ['StoreMissing', 2],
])('audit export of a store that cannot be read (%s) exits %i', async (name, code) => {
  const openAudit = () => Promise.reject(Object.assign(new Error('the reason'), { name }));
  const { exit, out, err } = await run(['audit', 'export'], { parts: { openAudit } });
  expect({ exit, out, err }).toEqual({ exit: code, out: '', err: 'sallyport: the audit cannot be read: the reason\n' });
});

it('a bad configuration: one line for each mistake with its place, exit 2, and nothing is started', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'sallyport.yaml'), 'listen: 5\nsecondFactor: never\n');
  const serve = await run(['serve'], { cwd });
  expect(serve).toMatchObject({ exit: 2, out: '' });
  expect(serve.err.trimEnd().split('\n')).toEqual([
    expect.stringContaining('sallyport.yaml:1:1 listen: found 5;'),
    expect.stringContaining('sallyport.yaml:2:1 secondFactor: found "never";'),
  ]);
  expect((await run(['audit', 'export'], { cwd })).exit).toBe(2);
  expect((await run(['serve', '--config', 'nowhere.yaml'], { cwd })).err).toContain(
    'nowhere.yaml: this configuration file cannot be read',
  );
});

it("serve gets the configuration and a way to read it again, and its exit code is the command's", async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'gate.yaml'),
    'listen: 127.0.0.1:0\nissuers: [{provider: gitlab, issuer: "https://g.example"}]\n',
  );
  let start: ServeStart | undefined;
  const serve = async (given: ServeStart) => {
    start = given;
    return 7;
  };
  expect((await run(['serve', '--config', 'gate.yaml'], { cwd, parts: { serve } })).exit).toBe(7);
  expect(start?.loaded.configuration.listen).toEqual({ host: '127.0.0.1', port: 0 });
  expect(start?.loaded.file).toBe(join(cwd, 'gate.yaml'));
  writeFileSync(join(cwd, 'gate.yaml'), 'listen: nonsense\n');
  expect(start?.reread()).toHaveProperty('mistakes');
});

it('demo --exit', async () => {
  const asked: unknown[] = [];
  const demo = async (options: { exit: boolean }) => {
    asked.push(options);
    return 0;
  };
  await run(['demo'], { parts: { demo } });
  await run(['demo', '--exit'], { parts: { demo } });
  expect(asked).toEqual([{ exit: false }, { exit: true }]);
});

it('a fault of the program is a sentence and exit 3, never a stack', async () => {
  const { exit, err } = await run(['demo'], { parts: { demo: () => Promise.reject(new Error('broken')) } });
  expect({ exit, err }).toEqual({ exit: 3, err: 'sallyport: broken\n' });
});
