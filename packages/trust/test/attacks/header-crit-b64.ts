import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: crit is refused whatever it lists',
  tokens: (world) =>
    Promise.all([['b64'], ['exp'], ['kid', 'alg'], null].map((crit) => world.sign({ header: { crit } }))),
  reason: 'header-refused',
  claim: 'crit',
});
