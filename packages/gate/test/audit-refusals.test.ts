import { expect, it } from 'vitest';
import { createAudit, REFUSALS_PER_MINUTE } from '../src/audit/index.ts';
import type { AuditDraft, Store } from '../src/store/index.ts';

/** An audit whose clock is set by hand, and what it wrote. */
function world() {
  const written: AuditDraft[] = [];
  let now = 1_000_000;
  const append = async (draft: AuditDraft) => void written.push(draft);
  const store = { audit: { append } } as Pick<Store, 'audit'> as Store;
  return {
    audit: createAudit({ store, now: () => now }),
    written,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const draft = (requestId: string): AuditDraft => ({
  at: 0,
  kind: 'exchange',
  outcome: 'refused',
  actor: { provider: 'example' },
  requestId,
});

it('A1: beyond so many refusals a minute they are counted, and the next entry says how many were left out', async () => {
  const { audit, written, pass } = world();
  for (let index = 0; index < REFUSALS_PER_MINUTE + 5; index++) await audit.refused(draft(`${index}`), 'acme/hello');
  expect(written).toHaveLength(REFUSALS_PER_MINUTE);
  pass(59_999);
  await audit.refused(draft('still'), 'acme/hello');
  expect(written).toHaveLength(REFUSALS_PER_MINUTE);
  pass(1);
  await audit.refused(draft('next'), 'acme/hello');
  expect(written.at(-1)).toMatchObject({
    requestId: 'next',
    actor: { provider: 'example', refusedBeforeUnwritten: 6 },
  });
  await audit.refused(draft('then'), 'acme/hello');
  expect(written.at(-1)?.actor).toEqual({ provider: 'example' });
});

it('A1: one repository in a loop leaves the entries of another alone', async () => {
  const { audit, written } = world();
  for (let index = 0; index < 50; index++) await audit.refused(draft('loop'), 'acme/loop');
  await audit.refused(draft('other'), 'acme/other');
  expect(written.map(({ requestId }) => requestId)).toContain('other');
});
