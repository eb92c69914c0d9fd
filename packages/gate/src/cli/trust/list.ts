import type { Io } from '../io.ts';
import { finding, type Outcome } from '../outcome.ts';
import { callConfirmed } from '../registry/second-factor.ts';
import { readPublishers, showPublisher, signedIn, type TrustFlags, trustUrl } from './publishers.ts';

/** Every trusted publisher of a package, with all its claims. */
export async function listPublishers(name: string, flags: TrustFlags, io: Io): Promise<Outcome> {
  const registry = signedIn(name, flags.registry, io);
  if ('ok' in registry) return registry;
  const answer = await callConfirmed(
    { method: 'GET', url: trustUrl(registry, name), bearer: registry.bearer, npmCommand: 'trust' },
    flags.otp,
    io,
  );
  if (!answer.ok) return answer;
  const publishers = readPublishers(answer.body);
  if ('ok' in publishers) return publishers;
  if (publishers.length === 0) return finding(`${name} has no trusted publisher.`, []);
  return finding(publishers.map(showPublisher).join('\n\n'), publishers);
}
