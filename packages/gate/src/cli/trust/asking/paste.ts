import { type Claims, createIssuerDirectory, type Provider, recogniseClaims } from '@sallyport/trust';
import type { Io } from '../../io.ts';
import { plain } from '../../show.ts';

/** What the fields of a provider may be filled with, by claim, as a person would type it. Offered: a person confirms each. */
export type Offered = ReadonlyMap<string, string>;

/**
 * Asks for the payload of a token, such as the example that Bitbucket shows, and reads from it what the fields need. Nothing of it is
 * verified or kept. Empty where a person would rather be asked one by one, or where nothing is in it.
 */
export async function askForPayload(provider: Provider, io: Io): Promise<Offered> {
  const text = await io.askBlock(
    'Paste the example payload of a token (JSON) to fill in what it says, or press Enter to be asked one by one: ',
    (typed) => objectIn(typed) !== undefined,
  );
  if (text.trim() === '') return new Map();
  const claims = objectIn(text);
  const directory = createIssuerDirectory({ providers: [provider], configured: [], disabled: [], workspaces: [] });
  const fields = claims === undefined ? [] : recogniseClaims(claims, directory, provider.type).fields;
  const good = fields.filter(({ mistake }) => mistake === undefined);
  for (const { mistake } of fields) if (mistake !== undefined) io.err(`${plain(mistake)}.\n`);
  io.err(good.length === 0 ? 'Nothing in it helps.\n' : `Read: ${good.map(({ claim }) => claim).join(', ')}.\n`);
  return new Map(good.map(({ claim, text: value }) => [claim, value.split('\n').join(' ')]));
}

function objectIn(text: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
