import { access, constants } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UpstreamLog } from '../log.ts';
import type { ForwardOptions, Publication, PublishAnswer, Upstream } from '../model.ts';
import { accountFile, accountReader } from './account-file.ts';
import { createAdmission } from './admission.ts';
import { makeDurable } from './durable-storage.ts';
import { findIn, readRecord } from './find.ts';
import { forwardInProcess } from './forward.ts';
import { createPackageLock } from './package-lock.ts';
import { embeddedPackages } from './packages.ts';
import { embeddedPeople } from './people.ts';
import { publishVersion } from './publish.ts';
import { recover } from './recover.ts';
import { rememberPackuments } from './remembered-packuments.ts';
import { removedAt } from './removed-accounts.ts';
import { startVerdaccio } from './start.ts';
import { sendTarball } from './tarball.ts';
import { type EmbeddedUser, type EmbeddedUsers, embeddedUsers, mayRemotePublish } from './users.ts';

export interface EmbeddedOptions {
  /** Absolute path; made when missing. The caller holds it: one process at a time. */
  readonly directory: string;
  /** The gate's public address without a trailing slash. Asked at each use: with port 0 it is known only once the gate listens. */
  readonly publicUrl: () => string;
  /** Whether reading needs no account. */
  readonly anonymousRead: boolean;
  /** Whether `npm adduser` may create accounts. */
  readonly registration: boolean;
  readonly log: UpstreamLog;
}

/** The registry inside the gate: an upstream that also knows people. */
export interface EmbeddedUpstream extends Upstream, EmbeddedUsers {
  /**
   * A person's own publish, stored the same way as the gate's. Refused with 403 when this person may not publish the package, or
   * was not returned by `identify`.
   */
  publishAs(user: EmbeddedUser, publication: Publication): Promise<PublishAnswer>;
}

/**
 * Opens the embedded registry: Verdaccio in this process, without a socket, uplinks or pages of its own.
 * Throws when Verdaccio is missing, when the gate's plugin was not loaded, and when strangers could publish (W5).
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedUpstream> {
  const { directory, publicUrl, log } = options;
  await recover(directory);
  const accounts = accountReader(accountFile(directory));
  const admit = createAdmission(accounts);
  const { auth, storage, handle } = await startVerdaccio({ ...options, admit });
  if (await mayRemotePublish(auth, { groups: ['$all', '$anonymous'] }, 'anything')) {
    throw new Error('The embedded registry would let strangers publish; the gate does not start like that.');
  }
  makeDurable(storage.localStorage.storagePlugin);
  const users = embeddedUsers(auth, admit);
  /** As the registry's own rights say it (start.ts): everybody, or every account. */
  const mayRead = async (request: IncomingMessage, anonymous: boolean): Promise<boolean> =>
    options.anonymousRead || (!anonymous && (await users.identify(request)) !== undefined);
  const plugin = storage.localStorage.storagePlugin;
  const remembered = rememberPackuments(plugin, publicUrl);
  /** What needs no Verdaccio: tarballs, and packuments that it has made before. */
  const readHere = async (request: IncomingMessage, response: ServerResponse, to: ForwardOptions): Promise<boolean> => {
    const packument = to.packument && !to.path.includes('?') ? decodeURIComponent(to.path.slice(1)) : undefined;
    if ((to.tarball ?? packument) === undefined || !(await mayRead(request, to.anonymous))) return false;
    if (to.tarball !== undefined) return sendTarball(plugin, to.tarball, response, request.method === 'HEAD');
    return packument !== undefined && remembered.answer(request, response, packument);
  };
  const packages = embeddedPackages(storage);
  const locked = createPackageLock();
  const publish = (publication: Publication, by?: EmbeddedUser): Promise<PublishAnswer> =>
    locked(publication.package, async () => {
      const answer = await publishVersion({ storage, publicUrl, log, by }, publication);
      packages.changed(publication.package);
      return answer;
    });

  return {
    about: () => ABOUT,
    name: 'the embedded registry',
    prefix: '',
    exclusive: true,
    stages: false,
    people: embeddedPeople({ auth, users, accounts, packages, removedAt: (name) => removedAt(directory, name) }),
    list: (prefix, limit) => packages.list(prefix, limit),
    publish: (publication) => publish(publication),
    ...users,
    async publishAs(user, publication) {
      return (await users.mayPublish(user, publication.package)) ? publish(publication, user) : NOT_ALLOWED;
    },
    async find(packageName, version) {
      try {
        return findIn(await readRecord(storage, packageName), version);
      } catch {
        return UNREADABLE;
      }
    },
    async versions(packageName) {
      try {
        const record = await readRecord(storage, packageName);
        return record === undefined
          ? { outcome: 'absent' }
          : { outcome: 'present', versions: Object.keys(record.versions) };
      } catch {
        return UNREADABLE;
      }
    },
    async forward(request, response, forwarding) {
      if (!(await readHere(request, response, forwarding)))
        await forwardInProcess(handle, publicUrl(), request, response, forwarding);
    },
    async ping() {
      await access(directory, constants.R_OK | constants.W_OK);
      return undefined;
    },
    // Nothing is open between two requests: no socket, no file.
    close: () => Promise.resolve(),
  };
}

const ABOUT = {
  kind: 'embedded',
  configured: 'embedded',
  known: true,
  product: 'Verdaccio',
  how: 'embedded (Verdaccio, in this process)',
} as const;

const UNREADABLE = {
  outcome: 'unknown',
  message: 'the record of this package in the embedded registry cannot be read',
} as const;

const NOT_ALLOWED: PublishAnswer = {
  outcome: 'refused',
  status: 403,
  message: 'this account may not publish this package',
};
