import { type Provider, type PublisherDraft, strengthOf, whatItAccepts } from '@sallyport/trust';
import type { Io } from '../io.ts';
import { EXIT, failure, finding, type Outcome, usage } from '../outcome.ts';
import { callConfirmed } from '../registry/second-factor.ts';
import type { AddFlags } from './flags.ts';
import { readPublishers, showPublisher, signedIn, trustUrl } from './publishers.ts';

/** Trusts a publisher for a package, after saying in one sentence what that means and asking, as npm does. */
export async function addPublisher(
  name: string,
  provider: Provider,
  publisher: PublisherDraft,
  flags: AddFlags,
  io: Io,
): Promise<Outcome> {
  const registry = signedIn(name, flags.registry, io);
  if ('ok' in registry) return registry;
  io.err(`${name} at ${registry.url.href}\n${whatItAccepts(publisher, provider)}\n`);
  for (const { text } of strengthOf(publisher, provider).raise) io.err(`Could be stricter: ${text}\n`);
  if (flags.dryRun === true) {
    return finding('Dry run: nothing was sent.', { dryRun: true, package: name, publisher: wire(publisher) });
  }
  if (flags.yes !== true) {
    if (!io.interactive) return usage('without a terminal nobody can be asked: add --yes if this is what you want');
    const answer = await io.ask('Do you want to proceed? (y/N) ');
    if (!/^y(es)?$/i.test(answer.trim())) return failure(EXIT.no, 'declined', 'Nothing was changed.');
  }
  const answer = await callConfirmed(
    {
      method: 'POST',
      url: trustUrl(registry, name),
      bearer: registry.bearer,
      npmCommand: 'trust',
      body: [wire(publisher)],
    },
    flags.otp,
    io,
  );
  if (!answer.ok) return answer;
  const created = readPublishers(answer.body);
  if ('ok' in created) return created;
  const text = created.map(showPublisher).join('\n\n');
  return finding(`Trusted publisher of ${name}:\n${text}`, created.length === 1 ? created[0] : created);
}

/** The order of keys is npm's, so that a body is byte for byte what npm sends. */
const wire = ({ type, issuer, claims, permissions, note, tokenLifetime }: PublisherDraft) => ({
  type,
  ...(issuer === undefined ? {} : { issuer }),
  claims,
  permissions,
  ...(note === undefined ? {} : { note }),
  ...(tokenLifetime === undefined ? {} : { tokenLifetime }),
});
