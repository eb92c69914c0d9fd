import { attack } from '../support/verify-attack.ts';

const nested = (open: string, close: string, depth: number) => `{"a":${open.repeat(depth)}1${close.repeat(depth)}}`;

export default attack({
  title: 'V1: deep nesting is refused before anybody walks it',
  tokens: (world) =>
    Promise.all([
      world.sign({ payloadText: nested('[', ']', 4000) }),
      world.sign({ payloadText: nested('{"a":', '}', 1500) }),
    ]),
  reason: 'token-malformed',
});
