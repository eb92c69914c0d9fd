import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a kid that every object has is no key',
  tokens: (world) =>
    Promise.all(['__proto__', 'constructor', 'toString'].map((kid) => world.sign({ header: { kid } }))),
  reason: 'key-unknown',
});
