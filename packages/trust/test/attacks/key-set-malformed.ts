import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

const BODIES = ['', '[]', '{}', '{"keys":{}}', '{"keys":[1]}', '{"keys":[null]}', '{"keys":[],"keys":[]}'];

export default attack({
  only: 'mill',
  title: 'V3: a key set that cannot be read whole is not used',
  tokens: (world) =>
    Promise.all(
      BODIES.map((body, index) => {
        const iss = `https://mill.example/ws/acme${index}/oidc`;
        world.publish(iss, []);
        world.answers.set(`${iss}/keys.json`, { ok: true, body });
        return signToken({ claims: { iss } });
      }),
    ),
  reason: 'issuer-misconfigured',
  fetches: BODIES.length * 2,
});
