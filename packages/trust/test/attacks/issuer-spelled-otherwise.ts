import { attack } from '../support/verify-attack.ts';

/** Each is the issuer itself for somebody who parses, decodes, trims or folds letter case. */
const spellings = (issuer: string): readonly string[] => {
  const { host } = new URL(issuer);
  const at = (other: string) => issuer.replace(host, other);
  return [
    `${issuer}/`,
    `${issuer}//`,
    `${issuer}?x=1`,
    `${issuer}#x`,
    `${issuer}\n`,
    ` ${issuer}`,
    `${issuer}.evil.example`,
    `${issuer}/../x`,
    `https://evil.example/${issuer}`,
    issuer.replace('https:', 'http:'),
    issuer.replace('https://', ''),
    at(host.toUpperCase()),
    at(`${host}:443`),
    at(`${host}.`),
    at(`user@${host}`),
    at(`${host}@evil.example`),
    at(`${host}.evil.example`),
    at(host.replace('.', '%2e')),
    at(host.replace('.', '\u3002')),
  ];
};

export default attack({
  title: 'V2: an issuer spelled in any other way is another issuer',
  tokens: (world) => Promise.all(spellings(world.honest.issuer).map((iss) => world.sign({ claims: { iss } }))),
  reason: 'issuer-unknown',
});
