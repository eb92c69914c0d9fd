import { parseArgs } from 'node:util';
import type { Issuer } from '../issuer.ts';
import { startIssuerServer } from '../issuer-server.ts';
import { readOrMakeKeyFile } from '../keys/key-file.ts';
import { providerOf } from './declared-file.ts';
import { EXIT } from './outcome.ts';
import { PLACE_OPTIONS, portNumber } from './place-options.ts';

/** `sallyport-issuer serve`: runs one issuer until SIGTERM or SIGINT. */
export async function serve(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: PLACE_OPTIONS });
  const { workspace, host, keys } = values;
  const provider = await providerOf(values);
  const port = portNumber(values.port);
  const key = await readOrMakeKeyFile(keys);
  const server = await startIssuerServer({ host, port });
  try {
    const issuer = await server.add({ provider, key, ...(workspace === undefined ? {} : { segment: workspace }) });
    const stopped = stopSignal();
    process.stdout.write(`sallyport-issuer ready ${issuer.url}\n`);
    process.stderr.write(hints(issuer, keys, values['provider-file']));
    await stopped;
  } finally {
    await server.close();
  }
  return EXIT.done;
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });

const hints = ({ provider, url }: Issuer, keys: string, file: string | undefined): string => `\
A gate trusts it with these lines in sallyport.yaml:
${file === undefined ? '' : `    providers: [{file: "${file}"}]\n`}    issuers:
      - {provider: ${provider.type}, issuer: "${url}", insecure: true}
A token for that gate, where HOST is the host of its url:
    sallyport-issuer mint ${file === undefined ? `--provider ${provider.type}` : `--provider-file "${file}"`} --issuer ${url} --audience npm:HOST${keys === PLACE_OPTIONS.keys.default ? '' : ` --keys "${keys}"`}
Whoever can read ${keys} can sign for it, so trust it only in a gate that nobody else uses.
`;
