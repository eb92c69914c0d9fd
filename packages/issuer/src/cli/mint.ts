import { parseArgs } from 'node:util';
import type { Provider } from '@sallyport/trust';
import { claimsFixedBy, issuerPlace } from '../issuer-url.ts';
import { readKeyFile } from '../keys/key-file.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { mintToken } from '../mint/index.ts';
import { originOf } from '../server/listen.ts';
import { claimsOf } from './claim-arguments.ts';
import { providerOf } from './declared-file.ts';
import { CommandError, EXIT } from './outcome.ts';
import { PLACE_OPTIONS, portNumber, wholeNumber } from './place-options.ts';

const OPTIONS = {
  ...PLACE_OPTIONS,
  issuer: { type: 'string' },
  audience: { type: 'string', multiple: true },
  claim: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  lifetime: { type: 'string' },
} as const;

/** `sallyport-issuer mint`: prints one token, signed with the key file that `serve` publishes. Asks no server. */
export async function mint(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const provider = await providerOf(values);
  const issuer = values.issuer === undefined ? servedIssuer(provider, values) : issuerUrl(values.issuer);
  const lifetime =
    values.lifetime === undefined ? {} : { lifetime: wholeNumber('lifetime', values.lifetime, 1, 10 ** 9) };
  const claims = claimsOf(values.claim ?? [], values.without ?? []);
  const request = { audience: values.audience ?? [], claims, ...lifetime };
  const key = await keyOf(values.keys);
  const now = Math.floor(Date.now() / 1000);
  const context = { provider, issuer, fixed: claimsFixedBy(provider, issuer), now };
  process.stdout.write(`${await mintToken(context, { signing: () => key }, request)}\n`);
  return EXIT.done;
}

/** The issuer of `serve` with the same options. */
function servedIssuer(
  provider: Provider,
  place: { host: string; port: string; workspace?: string | undefined },
): string {
  const port = portNumber(place.port);
  if (port === 0) throw new CommandError('--port 0 is whatever serve got: pass the URL of its ready line as --issuer');
  return originOf(place.host, port) + issuerPlace(provider, place.workspace).path;
}

/** `iss` is compared as text (V2): a slash too many would be another issuer. */
function issuerUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text) && !/[/?#]$/.test(text)) return text;
  throw new CommandError('--issuer takes the URL of the ready line of serve, exactly');
}

async function keyOf(path: string): Promise<SigningKey> {
  const key = await readKeyFile(path);
  if (key !== undefined) return key;
  throw new CommandError(
    `there is no key in ${path} yet. Run sallyport-issuer serve first; it makes one.`,
    EXIT.notNow,
  );
}
