import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: a payload with a key twice is refused, escaped or nested',
  tokens: (world) =>
    Promise.all(
      ['"iss":"https://evil.example"', '"\\u0069ss":"x"', '"a":{"b":1,"b":2}', '"a":[{"b":1,"b" : 1}]'].map((member) =>
        world.sign({ payloadText: `{${member},${JSON.stringify(world.honest.claims).slice(1)}` }),
      ),
    ),
  reason: 'token-malformed',
});
