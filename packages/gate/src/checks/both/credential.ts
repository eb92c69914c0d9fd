import { failed, ok } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';

/**
 * What the gate publishes with is there. Whether the upstream takes it cannot be tried: the credential makes a publish and asks for its
 * packument, and nothing else (P5).
 */
export const credential: Check<Subject> = async ({ configuration: { upstream } }) => {
  if (upstream.url === 'embedded') return [];
  const name = 'credential';
  const remedy = 'set upstream.credential to {env: NAME} or {file: PATH} with a token that may publish';
  if (upstream.credential === undefined) return [failed(name, 'none is configured: nothing can be published', remedy)];
  const { source } = upstream.credential;
  return upstream.credential.read() === undefined
    ? [failed(name, `${source} holds none: nothing can be published`, 'put the token there; it is read at each use')]
    : [ok(name, `${source} holds one; only a publish can tell whether the upstream takes it`)];
};
