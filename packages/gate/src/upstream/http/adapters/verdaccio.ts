import type { UpstreamAdapter } from '../adapter.ts';
import { field } from '../question.ts';
import { isRecord, npmPackument, npmWhoami, PING, publishPath, refusedCredential } from './npm-contract.ts';

/**
 * A Verdaccio somewhere else. It decides about writes by patterns in its own configuration and plugins, and has no endpoint that says what
 * it would decide: `owners` decides (T1). Its `/-/user/` answers about the caller, whatever name is asked for.
 */
export const verdaccio: UpstreamAdapter = {
  kind: 'verdaccio',
  recognise({ ping, whoami }) {
    const powered = String(whoami.headers['x-powered-by'] ?? '');
    if (/^verdaccio\b/i.test(powered)) return { product: 'Verdaccio', how: 'by its headers' };
    // 200 and no name, where others answer 401 (measured with 6.10.4; its header says "hidden" unless it is told otherwise).
    const nobody = whoami.status === 200 && isRecord(whoami.body) && field(whoami.body, 'username') === undefined;
    const alive = ping.status === 200 && isRecord(ping.body) && Object.keys(ping.body).length === 0;
    return nobody && alive ? { product: 'Verdaccio', how: 'by its answer to a whoami of nobody' } : undefined;
  },
  ping: PING,
  credentialProblem: refusedCredential,
  publish: {
    path: publishPath,
    // It answers 400 to a second attachment.
    takesBundle: false,
    mayMeanExists: new Set([409]),
  },
  packument: npmPackument,
  people: { whoami: npmWhoami },
};
