import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a token that names no key is refused',
  tokens: (world) => Promise.all([undefined, '', null, 1, ['first'], {}].map((kid) => world.sign({ header: { kid } }))),
  reason: 'header-refused',
  claim: 'kid',
  fetches: 0,
});
