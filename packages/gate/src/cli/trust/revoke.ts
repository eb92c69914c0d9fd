import type { Io } from '../io.ts';
import { finding, type Outcome } from '../outcome.ts';
import { call } from '../registry/request.ts';
import { signedIn, trustUrl } from './publishers.ts';

/** Ends the trust in one publisher; tokens that it gave end with it. */
export async function revokePublisher(
  name: string,
  flags: { readonly id: string; readonly registry?: string; readonly dryRun?: boolean },
  io: Io,
): Promise<Outcome> {
  const registry = signedIn(name, flags.registry, io);
  if ('ok' in registry) return registry;
  const { id } = flags;
  if (flags.dryRun === true) return finding('Dry run: nothing was sent.', { dryRun: true, package: name, id });
  const url = trustUrl(registry, name, id);
  const answer = await call({ method: 'DELETE', url, bearer: registry.bearer, npmCommand: 'trust' });
  return answer.ok
    ? finding(`Revoked trusted publisher ${id} of ${name}.`, { package: name, id, revoked: true })
    : answer;
}
