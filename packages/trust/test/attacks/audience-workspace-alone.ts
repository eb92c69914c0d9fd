import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V6: the bare workspace audience is refused: every service of the workspace accepts it',
  applies: ({ honest }) => honest.companion.length > 0,
  tokens: ({ honest, sign }) =>
    Promise.all(honest.companion.flatMap((own) => [own, [own], [own, own]]).map((aud) => sign({ claims: { aud } }))),
  reason: 'audience-workspace',
  claim: 'aud',
});
