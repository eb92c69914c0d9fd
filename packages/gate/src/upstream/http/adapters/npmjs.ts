import { npmDefaultRegistry } from '../../../config/index.ts';
import { escapeName } from '../../../names/index.ts';
import type { UpstreamAdapter } from '../adapter.ts';
import { type Answer, field, type Question } from '../question.ts';
import { isRecord, npmPackument, npmStage, npmWhoami, PING, publishPath, refusedCredential } from './npm-contract.ts';

/** A person with tens of thousands of packages, or a package with as many collaborators. */
const MAX_LIST_BYTES = 4 * 1024 * 1024;
const MAX_USER_BYTES = 64 * 1024;

/** npm's own registry: it says who may write which package (npm's API documentation, "access"; libnpmaccess). */
export const npmjs: UpstreamAdapter = {
  kind: 'npmjs',
  isAt: (url) => url.protocol === 'https:' && url.host === new URL(npmDefaultRegistry()).host,
  recognise: () => undefined,
  ping: PING,
  credentialProblem(answer) {
    if (answer.status === 401 && /\bOTP\b/i.test(answer.headers['www-authenticate'] ?? ''))
      return 'the registry asks for a one-time password, which nobody is there to give: take a granular access token that bypasses two-factor authentication';
    return refusedCredential(answer);
  },
  publish: {
    path: publishPath,
    takesBundle: true,
    // "You cannot publish over the previously published versions" is a 403.
    mayMeanExists: new Set([403, 409]),
  },
  packument: npmPackument,
  stage: npmStage,
  people: {
    whoami: npmWhoami,
    known: (name) => ({
      path: `/-/user/org.couchdb.user:${encodeURIComponent(name)}`,
      maxBytes: MAX_USER_BYTES,
      read: ({ status, body }) =>
        status === 404 ? false : status === 200 && field(body, 'name') === name ? true : undefined,
    }),
    mayWrite: (name, packageName) => ({
      path: `/-/package/${escapeName(packageName)}/collaborators`,
      maxBytes: MAX_LIST_BYTES,
      read: (answer) => {
        // Absent, or not to be seen by whoever asks.
        if (answer.status === 404) return false;
        const levels = listOf(answer);
        return levels === undefined ? undefined : writes(field(levels, name));
      },
    }),
    packagesOf: (name): Question<readonly string[]> => ({
      path: `/-/user/${encodeURIComponent(name)}/package`,
      maxBytes: MAX_LIST_BYTES,
      read: (answer) => {
        const levels = listOf(answer);
        return levels && Object.entries(levels).flatMap(([packageName, level]) => (writes(level) ? [packageName] : []));
      },
    }),
  },
};

/** The registry says "write" to the client that npm is, and "read-write" in its documentation; npm's command shows the latter for both. */
const writes = (level: unknown): boolean => level === 'write' || level === 'read-write';

const listOf = ({ status, body }: Answer): object | undefined => (status === 200 && isRecord(body) ? body : undefined);
