import { builtInProviders } from '@sallyport/trust';
import { PLACE_OPTIONS } from './place-options.ts';

const { provider, host, port, keys } = PLACE_OPTIONS;
const types = builtInProviders.map(({ type }) => type).join(', ');

export const HELP = `\
A real OIDC issuer on this machine, for trying trusted publishing without a CI system.

  sallyport-issuer serve [options]    runs an issuer; prints "sallyport-issuer ready URL" once it answers
  sallyport-issuer mint [options]     prints a token of that issuer, alone on stdout

Both
  --provider TYPE      whose tokens: ${types} (default ${provider.default})
  --provider-file FILE a provider declared for a gate (providers in sallyport.yaml), in place of --provider
  --workspace NAME     the workspace or organisation in the issuer's URL, for providers that have one issuer for each
  --host ADDRESS       a loopback address (default ${host.default})
  --port NUMBER        default ${port.default}; 0: any free one
  --keys FILE          the private key (default ${keys.default})
mint
  --issuer URL         the URL of the ready line. Default: that of serve with the same options
  --audience TEXT      what the step asks for, npm:HOST for a gate at HOST; repeatable. Default: the provider's default audience
  --claim NAME=VALUE   a claim that differs from the provider's example; repeatable. NAME:=JSON for numbers, true and lists
  --without NAME       a claim to leave out; repeatable
  --lifetime SECONDS   default: that of the provider's real tokens

serve makes the key file (mode 0600) where there is none; mint signs with it and asks no server. So nothing that listens
signs anything: whoever can read the file, and nobody else, can make tokens. Never trust such an issuer in a gate that
others use.

Exit codes: 0 done; 2 wrong use; 3 not now (mint before the first serve).
`;
