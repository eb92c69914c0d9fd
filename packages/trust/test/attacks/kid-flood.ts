import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V3: a flood of unknown kids costs one look at the issuer',
  tokens: (world) =>
    Promise.all(Array.from({ length: 40 }, (_, index) => world.sign({ header: { kid: `made-up-${index}` } }))),
  reason: 'key-unknown',
  fetches: 2,
});
