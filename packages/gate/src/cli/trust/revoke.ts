import type { Io } from '../io.ts';
import { finding, type Outcome } from '../outcome.ts';
import { callConfirmed } from '../registry/second-factor.ts';
import { signedIn, type TrustFlags, trustUrl } from './publishers.ts';

export interface RevokeFlags extends TrustFlags {
  readonly id: string;
  readonly dryRun?: boolean;
}

/** Ends the trust in one publisher; tokens that it gave end with it. */
export async function revokePublisher(name: string, flags: RevokeFlags, io: Io): Promise<Outcome> {
  const registry = signedIn(name, flags.registry, io);
  if ('ok' in registry) return registry;
  const { id } = flags;
  if (flags.dryRun === true) return finding('Dry run: nothing was sent.', { dryRun: true, package: name, id });
  const url = trustUrl(registry, name, id);
  const answer = await callConfirmed(
    { method: 'DELETE', url, bearer: registry.bearer, npmCommand: 'trust' },
    flags.otp,
    io,
  );
  return answer.ok
    ? finding(`Revoked trusted publisher ${id} of ${name}.`, { package: name, id, revoked: true })
    : answer;
}
