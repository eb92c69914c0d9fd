import { auditValues } from '../audit-row.ts';
import { grantOf, type MintRow, mintRow } from '../grant-row.ts';
import type { GrantStore, Minted } from '../model.ts';
import type { GrantRow } from '../schema.ts';
import { AUDIT_COLUMNS, auditColumns, recordsAudit } from './audit-tail.ts';
import { Batch } from './batch.ts';
import type { Ask, Statement } from './connect.ts';
import { nothingDone } from './pg-errors.ts';

type Asked = Parameters<GrantStore['mint']>[0];
type Row = MintRow & ReturnType<typeof auditColumns>;

/**
 * All of a batch in one statement (G2). `allowed`: the publisher is what the decision saw. `usable`: and the grant is new or live, the
 * jti nobody else's. `pinned`: where nothing was pinned, this pins, or finds that another gate pinned the same; the row as it is NOW
 * is compared, whatever the statement's snapshot says (D2). `minted`: likewise, the grant as it is now must be live.
 * Inputs come sorted by id, so that two gates take their locks in one order.
 */
const MINT: Statement = {
  name: 'mint',
  text: `
  with input as materialized (
    select * from json_to_recordset($1::json) as i(id text, package text, action text, publisher text, revision bigint,
      provider text, issuer text, replay_key text, token_hash text, token_expires_at bigint, published_by text,
      keep_until bigint, pins text, pinned_issuer text, ${AUDIT_COLUMNS})),
  allowed as materialized (
    select i.*, p.pins as found_pins
    from input i join publishers p on p.id = i.publisher and p.revision = i.revision and p.paused = 0
    where (p.pins is null or p.pins = i.pins)
      and not exists (select 1 from disabled d where d.name in (i.provider, i.issuer))),
  replayed as materialized (
    select a.id from allowed a join grants g on g.replay_key = a.replay_key and g.id <> a.id),
  usable as materialized (
    select a.* from allowed a left join grants g on g.id = a.id
    where (g.id is null or g.state = 'live') and a.id not in (select id from replayed)),
  pinned as (
    update publishers p set pins = u.pins, pinned_issuer = u.pinned_issuer
    from usable u
    where u.found_pins is null and p.id = u.publisher and p.revision = u.revision and p.paused = 0
      and (p.pins is null or p.pins = u.pins)
    returning p.id, p.pins),
  accepted as materialized (
    select u.* from usable u
    where u.found_pins is not null or exists (select 1 from pinned p where p.id = u.publisher and p.pins = u.pins)),
  minted as (
    insert into grants (id, package, action, publisher, revision, provider, issuer, replay_key, token_hash, state,
      token_expires_at, uncertain, published_by, keep_until)
    select id, package, action, publisher, revision, provider, issuer, replay_key, token_hash, 'live',
      token_expires_at, 0, published_by, keep_until
    from accepted order by id
    on conflict (id) do update set publisher = excluded.publisher, revision = excluded.revision,
      token_hash = excluded.token_hash, token_expires_at = excluded.token_expires_at,
      published_by = excluded.published_by, keep_until = greatest(grants.keep_until, excluded.keep_until)
    where grants.state = 'live'
    returning id),
  ${recordsAudit('minted')}
  select i.id, case
    when i.id in (select id from minted) then 'minted'
    when i.id in (select id from replayed) then 'replayed'
    when i.id not in (select id from allowed) then 'publisher-changed'
    when i.id in (select id from usable) and i.id not in (select id from accepted) then 'publisher-changed'
    else 'taken' end as outcome
  from input i`,
};

const GRANT: Statement = { name: 'grant-by-id', text: 'select * from grants where id = $1' };

/** A grant that is live again, or gone, when it is looked at: somebody released or swept it meanwhile. */
const ROUNDS = 3;

export function postgresMint(ask: Ask): { mint: GrantStore['mint']; idle: () => Promise<void> } {
  const batch = new Batch<Row, Minted['outcome']>({
    keys: ({ id, replay_key }) => (replay_key === null ? [id] : [id, replay_key]),
    nothingDone,
    run: async (rows) => {
      const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
      const answers = await ask<{ id: string; outcome: Minted['outcome'] }>(MINT, JSON.stringify(sorted));
      const outcomes = new Map(answers.map(({ id, outcome }) => [id, outcome]));
      return rows.map(({ id }) => outcomes.get(id) ?? 'publisher-changed');
    },
  });

  const mint = async (asked: Asked): Promise<Minted> => {
    const row: Row = { ...mintRow(asked), ...auditColumns(auditValues(asked.audit)) };
    for (let round = 1; ; round++) {
      const outcome = await batch.ask(row);
      if (outcome !== 'taken') return { outcome };
      const [found] = await ask<GrantRow>(GRANT, row.id);
      if (found !== undefined && (found.state !== 'live' || round === ROUNDS))
        return { outcome, grant: grantOf(found) };
      if (round === ROUNDS) return { outcome: 'publisher-changed' };
    }
  };
  return { mint, idle: () => batch.idle() };
}
