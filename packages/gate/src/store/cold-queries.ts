import type { Kysely } from 'kysely';
import { allAudit, erasePersonal, findAudit, listAudit } from './audit.ts';
import { abandoned, bound, revoke } from './grants.ts';
import type { AuditStore, GrantStore, Store } from './model.ts';
import { packageStore } from './packages.ts';
import { peopleStore } from './people/store.ts';
import { policyStore } from './policies.ts';
import type { Tables } from './schema.ts';
import { sweep } from './sweep.ts';
import { disable, switchStore } from './switches.ts';

/** What no exchange and no publish waits for: the same queries on both engines. */
export interface ColdQueries {
  readonly grants: Pick<GrantStore, 'revoke' | 'abandoned' | 'bound'>;
  readonly audit: Omit<AuditStore, 'append'>;
  readonly rest: Pick<Store, 'people' | 'policies' | 'packages' | 'switches' | 'disable' | 'sweep'>;
}

export const coldQueries = (db: Kysely<Tables>): ColdQueries => ({
  grants: {
    revoke: (tokenHash, audit) => revoke(db, tokenHash, audit),
    abandoned: (now, limit) => abandoned(db, now, limit),
    bound: (limit) => bound(db, limit),
  },
  audit: {
    list: (filter) => listAudit(db, filter),
    find: (id) => findAudit(db, id),
    all: (filter) => allAudit(db, filter),
    erasePersonal: (ids) => erasePersonal(db, ids),
  },
  rest: {
    people: peopleStore(db),
    policies: policyStore(db),
    packages: packageStore(db),
    switches: switchStore(db),
    disable: (names) => disable(db, names),
    sweep: (now, limit) => sweep(db, now, limit),
  },
});
