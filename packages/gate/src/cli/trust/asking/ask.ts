import { type Provider, publisherMistakes, remoteHints } from '@sallyport/trust';
import type { Io } from '../../io.ts';
import { type Failure, usage } from '../../outcome.ts';
import { plain } from '../../show.ts';
import { claimsOf, type Given, missingFields } from '../flags.ts';
import { askField } from './field.ts';
import { gitRemote } from './git-remote.ts';
import { askForPayload, type Offered } from './paste.ts';

/**
 * Asks a person for what the flags leave out, as npm does: the address of the git remote and a pasted payload fill in what they can, each
 * value is shown and checked by the provider's own schema, and asked again where it is wrong. Where no required one is missing nothing
 * is asked.
 */
export async function askForMissing(
  provider: Provider,
  given: Given,
  issuer: string | undefined,
  io: Io,
): Promise<Given | Failure> {
  if (missingFields(provider, given).length === 0) return given;
  io.err(`${provider.title}: what is missing is asked for. Ctrl-C ends this, and nothing is changed.\n`);
  const offered = await offers(provider, given, issuer, io);
  const complete = new Map(given);
  for (const field of provider.fields) {
    // Of the optional ones those that keep others out: to leave one out is a choice that somebody makes.
    if (complete.has(field.claim) || !(field.required || field.raises !== undefined)) continue;
    const judge = (texts: readonly string[]): string | undefined => {
      const body = { type: provider.type, claims: claimsOf(provider, new Map([...complete, [field.claim, texts]])) };
      const place = `claims.${field.claim}`;
      return publisherMistakes(body, { providers: [provider] }).find((mistake) => mistake.field === place)?.text;
    };
    const texts = await askField(field, offered.get(field.claim), judge, io);
    if (texts === undefined) return usage(`no value for ${field.label} came that fits: give it with --${field.flag}`);
    if (texts.length > 0) complete.set(field.claim, texts);
  }
  io.err('\n');
  return complete;
}

/** From the git remote, and from a payload where something that names tenant or repository would still have to be typed. */
async function offers(provider: Provider, given: Given, issuer: string | undefined, io: Io): Promise<Offered> {
  const remote = await gitRemote(io);
  const hints = remote === undefined ? undefined : remoteHints(provider, remote, issuer);
  const fromRemote = Object.entries(hints?.claims ?? {});
  if (hints?.findAt !== undefined) io.err(`You find what it asks for on ${plain(hints.findAt)}\n`);
  const open = missingFields(provider, given).filter(
    ({ claim, identifies }) => identifies && hints?.claims[claim] === undefined,
  );
  return new Map([...fromRemote, ...(open.length === 0 ? [] : await askForPayload(provider, io))]);
}
