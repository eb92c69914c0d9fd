import { type AuditValues, auditValues } from '../audit-row.ts';
import { reserveRow, settleRow } from '../grant-row.ts';
import type { GrantStore } from '../model.ts';
import { AUDIT_COLUMNS, auditColumns, recordsAudit } from './audit-tail.ts';
import { Batch } from './batch.ts';
import type { Ask, Statement } from './connect.ts';
import { nothingDone } from './pg-errors.ts';

/** The steps of a reservation (P6): all of a batch in one statement, each condition judged on the row as it is now. */
const RESERVE: Statement = {
  name: 'reserve',
  text: `
  with input as materialized (
    select * from json_to_recordset($1::json) as i(id text, token_hash text, version text, integrity text, shasum text,
      tag text, attempt text, now bigint, deadline bigint, ${AUDIT_COLUMNS})),
  done as (
    update grants g set state = 'reserved', version = i.version, integrity = i.integrity, shasum = i.shasum,
      tag = i.tag, attempt = i.attempt, deadline = i.deadline, uncertain = case when g.state = 'bound' then 1 else 0 end
    from input i
    where g.id = i.id and g.token_hash = i.token_hash and g.token_expires_at > i.now
      and (g.state = 'live'
        or (g.state = 'bound' and g.version = i.version and g.integrity = i.integrity and g.tag = i.tag))
      and exists (select 1 from publishers p where p.id = g.publisher and p.revision = g.revision and p.paused = 0)
      and not exists (select 1 from disabled d where d.name in (g.provider, g.issuer))
    returning g.id),
  ${recordsAudit('done')}
  select id from done`,
};

const SETTLE: Statement = {
  name: 'settle',
  text: `
  with input as materialized (
    select * from json_to_recordset($1::json) as i(id text, attempt text, state text, keep bigint, uncertain bigint,
      stage_id text, keep_until bigint, ${AUDIT_COLUMNS})),
  done as (
    update grants g set state = i.state, deadline = null, uncertain = i.uncertain, stage_id = i.stage_id,
      version = case when i.keep = 1 then g.version end, integrity = case when i.keep = 1 then g.integrity end,
      shasum = case when i.keep = 1 then g.shasum end, tag = case when i.keep = 1 then g.tag end, attempt = case when i.keep = 1 then g.attempt end,
      keep_until = greatest(g.keep_until, i.keep_until)
    from input i
    where g.id = i.id and g.attempt = i.attempt and g.state in ('reserved', 'bound')
    returning g.id),
  ${recordsAudit('done')}
  select id from done`,
};

const EXTEND: Statement = {
  name: 'extend',
  text: `update grants set deadline = $3 where id = $1 and attempt = $2 and state = 'reserved' returning id`,
};

export function postgresReservation(
  ask: Ask,
): Pick<GrantStore, 'reserve' | 'extend' | 'settle'> & { idle: () => Promise<void> } {
  const reserve = conditional(ask, RESERVE);
  const settle = conditional(ask, SETTLE);
  return {
    reserve: (asked) => reserve.ask(withAudit(reserveRow(asked), auditValues(asked.audit))),
    settle: (asked) => settle.ask(withAudit(settleRow(asked), auditValues(asked.audit))),
    extend: async (grantId, attempt, deadline) => (await ask(EXTEND, grantId, attempt, deadline)).length > 0,
    idle: async () => {
      await Promise.all([reserve.idle(), settle.idle()]);
    },
  };
}

type Identified = { readonly id: string };

const withAudit = (row: Identified, audit: AuditValues): Identified => ({ ...row, ...auditColumns(audit) });

/** A statement that gives back the ids it changed. */
const conditional = (ask: Ask, statement: Statement): Batch<Identified, boolean> =>
  new Batch<Identified, boolean>({
    keys: ({ id }) => [id],
    nothingDone,
    run: async (rows) => {
      const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
      const done = new Set((await ask<Identified>(statement, JSON.stringify(sorted))).map(({ id }) => id));
      return rows.map(({ id }) => done.has(id));
    },
  });
