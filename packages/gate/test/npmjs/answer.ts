import type { Faults } from './faults.ts';
import { NOT_FOUND, type PublishDocument, type Reply, type SeenRequest, UNAUTHORIZED } from './model.ts';
import type { Packages } from './packages.ts';
import { BOT, type People } from './people.ts';
import type { StageQueue } from './stage-queue.ts';

export interface Registry {
  readonly people: People;
  readonly packages: Packages;
  readonly queue: StageQueue;
  readonly faults: Faults;
  readonly takesDirectPublish: () => boolean;
  /** What a question after the stage queue is answered with instead. */
  readonly queueStatus: () => number | undefined;
}

/** What npmjs is documented to answer (npm-contract.md sections 3, 6 and 7; npm's API documentation, "access"). */
export function answer(registry: Registry, request: SeenRequest): Reply | 'hang' | 'cut' {
  const { pathname, searchParams } = new URL(request.path, 'http://registry');
  const path = decodeURIComponent(pathname);
  const caller = registry.people.callerOf(request.headers.authorization);
  if (!path.startsWith('/-/')) return ofPackage(registry, request, path.slice(1), caller);
  const user = /^\/-\/user\/org\.couchdb\.user:([^/]+)$/.exec(path)?.[1];
  if (path === '/-/ping') return { status: 200, body: {} };
  if (user !== undefined && request.method === 'PUT') return registry.people.signUp(request.body);
  // Whoever asks: npm's documentation names no credential for it.
  if (user !== undefined) return registry.people.about(user);
  if (caller !== undefined) return ofPerson(registry, request, path, caller, searchParams);
  return isForPeople(path) ? UNAUTHORIZED : NOT_FOUND;
}

const LISTED = /^\/-\/user\/([^/]+)\/package$/;
const COLLABORATORS = /^\/-\/package\/(.+)\/collaborators$/;

/** There is something, for somebody. */
const isForPeople = (path: string): boolean =>
  path === '/-/whoami' || path.startsWith('/-/stage') || LISTED.test(path) || COLLABORATORS.test(path);

function ofPerson(
  registry: Registry,
  request: SeenRequest,
  path: string,
  caller: string,
  search: URLSearchParams,
): Reply | 'hang' | 'cut' {
  const { packages, queue, faults } = registry;
  const listed = LISTED.exec(path)?.[1];
  const collaborators = COLLABORATORS.exec(path)?.[1];
  if (path === '/-/whoami') return { status: 200, body: { username: caller } };
  if (listed !== undefined) return packages.of(listed);
  if (collaborators !== undefined) return packages.collaborators(collaborators);
  if (caller !== BOT) return NOT_FOUND;
  const status = registry.queueStatus();
  if (request.method === 'GET' && path === '/-/stage')
    return status === undefined ? queue.page(search) : { status, body: { error: 'no queue now' } };
  if (request.method === 'POST' && path.startsWith('/-/stage/package/'))
    return faults.meet(() => queue.add(documentOf(request)));
  return NOT_FOUND;
}

function ofPackage(
  { packages, faults, takesDirectPublish }: Registry,
  request: SeenRequest,
  path: string,
  caller: string | undefined,
): Reply | 'hang' | 'cut' {
  if (request.method === 'GET') {
    const [name = '', file] = path.split('/-/');
    const abbreviated = request.headers.accept?.includes('application/vnd.npm.install-v1+json') === true;
    return file === undefined ? packages.packument(name, abbreviated) : packages.tarball(name, file);
  }
  if (caller === undefined) return UNAUTHORIZED;
  if (request.method !== 'PUT') return NOT_FOUND;
  return takesDirectPublish() ? faults.meet(() => packages.publish(documentOf(request), caller)) : NO_DIRECT_PUBLISH;
}

const documentOf = ({ body }: SeenRequest): PublishDocument => JSON.parse(body.toString('utf8')) as PublishDocument;

const NO_DIRECT_PUBLISH: Reply = {
  status: 403,
  body: { error: 'Publishing with a token is not allowed; stage the package for approval.' },
};
