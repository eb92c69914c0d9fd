import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Credential, credentialOf } from '../../credentials/index.ts';
import type { PackageName } from '../../names/index.ts';
import { admitReader, type Published, type PublishOwn } from '../../publish/index.ts';
import { type Refusal, refusal } from '../../refusals/index.ts';
import type { HeldGrant } from '../../store/index.ts';
import type { ForwardOptions } from '../../upstream/index.ts';
import { notice, sendRefusal, writeRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { type DecodedPath, encodePath } from '../path.ts';
import { REGISTRY_URL, readRequest } from '../read-request.ts';
import type { Route } from '../route.ts';
import { refuseStaging, stagesHere } from '../staging.ts';

/** Everything that is not an endpoint of ours: publishing with a publish token, and what passes through (P1, W). */
export function registryRoutes(app: FastifyInstance, parts: HttpParts): void {
  // Bodies stay streams: the guard reads them, or the upstream does.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
  app.route({ method: [...METHODS], url: REGISTRY_URL, schema: { hide: true }, handler: answer });

  async function answer(request: FastifyRequest, reply: FastifyReply) {
    const read = readRequest(request.raw, parts.upstream.prefix);
    if (!read.ok) return refuseUnread(request, reply, read.refusal);
    const { route, path } = read;
    if (route.kind === 'name-invalid')
      return refuseUnread(request, reply, refusal('package-name-invalid', 'This is not a valid npm package name.'));
    const credential = credentialOf(request.headers.authorization, parts);
    if (route.kind === 'stage' && !stagesHere(parts.upstream, request.method, route))
      return refuseUnread(request, reply, refuseStaging(parts.upstream, credential, route));
    switch (credential.kind) {
      case 'publish-token':
        return withPublishToken(request, reply, parts, credential.token, route, path);
      case 'id-token':
        return refuseUnread(request, reply, ID_TOKEN);
      case 'administrator':
      case 'none':
      case 'other':
        return passThrough(request, reply, parts, credential, route, path);
    }
  }
}

/** What npm's contract uses. TRACE would send a caller's headers back to a page; others no registry of packages has. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const OTHER_REQUEST = refusal(
  'publish-token-other-request',
  'A publish token can publish its package once, read its packument and answer whoami; nothing else.',
);

const ID_TOKEN = refusal(
  'credential-not-forwarded',
  'This is an id_token, not a publish token: exchange it first (npm 11.5 and later do so by themselves in CI).',
);
const ADMINISTRATOR = refusal(
  'credential-not-forwarded',
  "An administrator's token configures this gate; it publishes nothing and is never sent to the upstream registry. Use an account of the registry.",
);
/** P1: PUT of its own package, GET of its packument, whoami. */
async function withPublishToken(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  token: string,
  route: Route,
  path: DecodedPath,
) {
  if (route.kind === 'package' && request.method === 'PUT') {
    return publishWith(request, reply, parts, token, route.package, ({ staged }) => ({
      ok: true,
      success: true,
      // No client of npm's contract reads this; whoever speaks to the gate directly can.
      ...(staged === undefined ? {} : { staged: true, stageId: staged.stageId }),
    }));
  }
  if (route.kind === 'stage' && route.package !== undefined)
    // Published after all, where the upstream holds no queue or the version was approved meanwhile: then there is no id to name.
    return publishWith(request, reply, parts, token, route.package, ({ version, staged }) => ({
      message: staged?.message ?? `${route.package}@${version} is published.`,
      ...(staged === undefined ? {} : { stageId: staged.stageId }),
    }));
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (route.kind === 'package' && reads && path.query === '') {
    const admitted = await admitReader(parts, token, route.package);
    return admitted.ok
      ? forward(request, reply, parts, path, { packument: true, anonymous: true })
      : sendRefusal(reply, admitted.refusal);
  }
  if (route.kind === 'whoami' && request.method === 'GET') {
    const admitted = await admitReader(parts, token);
    return admitted.ok ? reply.send({ username: publisherName(admitted.value) }) : sendRefusal(reply, admitted.refusal);
  }
  return refuseUnread(request, reply, asksWhetherPublic(path) ? VISIBILITY : OTHER_REQUEST);
}

/** `npm publish` and `npm stage publish` differ in the address and in the words of the answer; what happens, the upstream decides. */
async function publishWith(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  token: string,
  packageName: PackageName,
  bodyOf: (published: Published) => object,
) {
  const published = await parts.publish({ package: packageName, token, body: request.raw, requestId: request.id });
  if (!published.ok) return refuseUnread(request, reply, published.refusal);
  const { staged } = published.value;
  // The only place where npm shows it to people, and does not mask the id (npm-contract.md section 1).
  if (staged !== undefined) reply.header('npm-notice', notice(staged.message));
  return reply.code(201).send(bodyOf(published.value));
}

/**
 * From a public repository npm (11.19 on) and pnpm ask this with the publish token, to decide on provenance. Whatever the answer, they
 * go on, and they print its text in a run that succeeds: it has to say that nothing is wrong.
 */
const VISIBILITY = refusal(
  'publish-token-other-request',
  'Nothing is wrong: a publish token does not tell whether a package is public, so it is published without provenance. Set `provenance=false` and the client does not ask.',
);

const asksWhetherPublic = ({ segments }: DecodedPath): boolean =>
  segments[0] === '-' && segments[1] === 'package' && segments.at(-1) === 'visibility';

/** yarn shows this name when a publish is refused with 401 (clients.md section 4). */
const publisherName = ({ grant, publishedBy }: HeldGrant): string =>
  `publisher ${publishedBy.repository ?? grant.publisher}`;

async function passThrough(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  credential: Credential,
  route: Route,
  path: DecodedPath,
) {
  const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  if (credential.kind === 'administrator' && route.kind === 'whoami') return reply.send({ username: 'administrator' });
  if (credential.kind === 'administrator' && !reads) {
    return refuseUnread(request, reply, ADMINISTRATOR);
  }
  if (credential.kind === 'none' && !reads && !anonymousWrite(path)) {
    // pnpm sends the PUT without authorization after a refused exchange (clients.md section 2).
    return refuseUnread(
      request,
      reply,
      refusal(
        'write-without-authorization',
        'Nothing was published: this request carries no credential. If this is a CI run, its exchange was refused just before; that answer says why. Otherwise log in first.',
      ),
    );
  }
  if (route.kind === 'stage') return refuseUnread(request, reply, refuseStaging(parts.upstream, credential, route));
  if (request.method === 'PUT' && (route.kind === 'package' || route.kind === 'package-part')) {
    if (parts.publishOwn === undefined) return passPublish(request, reply, parts, route.package, path);
    // Verdaccio takes a whole publish at PUT /{name}/{anything}, and bytes at PUT /{name}/-/{file}: neither may go past the guard (W3, P8).
    return route.kind === 'package' || isRevision(route.rest)
      ? publishOwn(request, reply, parts, parts.publishOwn, route.package, path)
      : refuseUnread(request, reply, NO_SUCH_WRITE);
  }
  return forward(request, reply, parts, path, {
    packument: route.kind === 'package' && reads,
    tarball: request.method === 'GET' || request.method === 'HEAD' ? tarballOf(route) : undefined,
    anonymous: credential.kind === 'administrator',
  });
}

/** `/{name}/-/{file}` */
const tarballOf = (route: Route): ForwardOptions['tarball'] =>
  route.kind === 'package-part' && route.rest.length === 2 && route.rest[0] === '-'
    ? { package: route.package, file: route.rest[1] ?? '' }
    : undefined;

/** `/{name}/-rev/{rev}`: where npm edits owners and unpublishes (npm-contract.md section 7). */
const isRevision = (rest: readonly string[]): boolean => rest.length === 2 && rest[0] === '-rev';

const NO_SUCH_WRITE = refusal(
  'not-found',
  'Nothing is written at this address. A package is published at /{name}, its tags are set at /-/package/{name}/dist-tags.',
);

/** A publish or edit with somebody's own credential, which only the upstream can judge, unless the package takes trusted publishing only. */
async function passPublish(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  packageName: PackageName,
  path: DecodedPath,
) {
  const admitted = await parts.admitOther({ package: packageName, body: request.raw });
  if (!admitted.ok) return refuseUnread(request, reply, admitted.refusal);
  const edit = admitted.value;
  await forward(request, reply, parts, path, {
    packument: false,
    anonymous: false,
    ...(edit === undefined ? {} : { body: edit.metadata }),
  });
  return passed(request, reply, parts, packageName, edit === undefined ? 'passed' : 'edited');
}

/** A publish or edit with somebody's own credential that the upstream took (P8). `passed`: which of them it was, only the upstream knows. */
async function passed(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  packageName: PackageName,
  outcome: 'passed' | 'edited',
) {
  const { statusCode } = reply.raw;
  if (statusCode < 200 || statusCode > 299) return;
  await parts.store.audit.append({
    at: parts.now(),
    kind: 'publish',
    outcome,
    package: packageName,
    actor: { credential: "the upstream's own", address: request.ip },
    requestId: request.id,
  });
}

/** Signing in, and asking for advisories, are writes that need no credential. */
function anonymousWrite({ segments }: DecodedPath): boolean {
  const path = segments.join('/');
  return /^-\/(user\/org\.couchdb\.user:|v1\/login$|npm\/v1\/security\/)/.test(path);
}

/** A person's own publish into the embedded registry; an edit of metadata passes on, read already (W3). */
async function publishOwn(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  own: PublishOwn,
  packageName: PackageName,
  path: DecodedPath,
) {
  const { authorization } = request.headers;
  const published = await own({ package: packageName, authorization, body: request.raw, requestId: request.id });
  if (!published.ok) return refuseUnread(request, reply, published.refusal);
  if ('version' in published.value) return reply.code(201).send({ ok: true, success: true });
  return forward(request, reply, parts, path, { packument: false, anonymous: false, body: published.value.metadata });
}

/** Hands the request to the upstream; the answer is its own. */
async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  path: DecodedPath,
  how: Pick<ForwardOptions, 'packument' | 'tarball' | 'anonymous' | 'body'>,
) {
  reply.hijack();
  reply.raw.setHeader('x-request-id', request.id);
  await parts.upstream.forward(request.raw, reply.raw, {
    path: encodePath(path),
    ...how,
    refuse: (why) => writeRefusal(reply.raw, why, request.id),
  });
}

/** A refusal before the body was read: the rest is read and thrown away, since clients look at an answer only after sending it all. */
function refuseUnread(request: FastifyRequest, reply: FastifyReply, why: Refusal): FastifyReply {
  if (!request.raw.complete) request.raw.resume();
  return sendRefusal(reply, why);
}
