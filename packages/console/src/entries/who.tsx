import { Outside } from '../elements/index.ts';
import type { Entry } from './entry.ts';
import { Repository } from './links.tsx';

/** Whoever did it, as the audit names them: a run, a person, an administrator, the gate itself. */
export function Who({ entry }: { readonly entry: Entry }) {
  const { actor } = entry;
  if (typeof actor['repository'] === 'string' || typeof actor['run'] === 'string') return <Repository entry={entry} />;
  const said = sayWho(actor);
  return typeof actor['address'] === 'string' ? (
    <span>
      <Outside text={said} mono={false} /> from <Outside text={actor['address']} />
    </span>
  ) : (
    <Outside text={said} mono={false} />
  );
}

function sayWho({ person, user, administrator, credential, settledBy, provider }: Entry['actor']): string {
  if (typeof person === 'string') return person;
  if (typeof user === 'string') return `${user}, with their own credential`;
  if (typeof administrator === 'string') {
    return administrator === 'account' ? 'The administrator' : `An administrator (token of ${administrator})`;
  }
  if (typeof settledBy === 'string') return `The gate, by ${settledBy}`;
  if (typeof credential === 'string')
    return `Somebody with a credential of ${credential === "the upstream's own" ? 'their own' : credential}`;
  return typeof provider === 'string' ? `A run of ${provider}` : 'Somebody unknown';
}
