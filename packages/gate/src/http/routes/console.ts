import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';

const HOME = '/-/sallyport/';
/** Files whose name holds a hash of their content. */
const HASHED = /^assets\//;
/** A file beside index.html. Hidden ones are the build's own. */
const PLAIN_FILE = /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.[a-z0-9]+$/;
const YEAR_MS = 365 * 24 * 60 * 60_000;

/**
 * The console (INTERFACE "HTTP"): its files, and index.html for every other address below /-/sallyport/, since those are the page's own
 * routes. It runs nothing but its own scripts and talks to nobody but this gate.
 */
export function consoleRoutes(app: FastifyInstance, { consoleFolder }: HttpParts): void {
  void app.register(helmet, SECURITY);
  void app.register(fastifyStatic, { serve: false, dotfiles: 'deny' });
  const hidden = { schema: { hide: true } };
  app.get('/-/sallyport', hidden, (_request, reply) => reply.redirect(HOME, 308));
  app.get<{ Params: { '*': string } }>(`${HOME}*`, hidden, (request, reply) =>
    answer(request.params['*'], reply, consoleFolder),
  );
}

async function answer(path: string, reply: FastifyReply, folder: string): Promise<FastifyReply> {
  // An unknown endpoint is no page; an asset of an earlier build neither: a script that is HTML helps nobody.
  if (path === 'v1' || path.startsWith('v1/')) return sendRefusal(reply, NOTHING);
  const hashed = HASHED.test(path);
  if (hashed || PLAIN_FILE.test(path)) {
    if (await isFile(join(folder, path))) return sendFile(reply, folder, path, hashed);
    if (hashed) return sendRefusal(reply, NOTHING);
  }
  if (!(await isFile(join(folder, 'index.html')))) return notBuilt(reply);
  return sendFile(reply, folder, 'index.html', false);
}

/** What never changes is kept for good; what names it is asked for each time. */
function sendFile(reply: FastifyReply, root: string, path: string, immutable: boolean): FastifyReply {
  if (!immutable) return reply.sendFile(path, root, { cacheControl: false });
  void reply.removeHeader('cache-control');
  return reply.sendFile(path, root, { maxAge: YEAR_MS, immutable: true });
}

const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const notBuilt = (reply: FastifyReply): FastifyReply =>
  reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send(
      'The console is not built in this checkout. Build it with: npm run build\nEverything else of this gate works.\n',
    );

const NOTHING = refusal('not-found', 'There is nothing at this address, or not for this method.');

/** W4: even a page that was made to hold foreign content would run none of it, and nobody may frame the confirm page. */
const SECURITY = {
  global: true,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xContentTypeOptions: true,
  xFrameOptions: { action: 'deny' },
  // Whether this host is https for ever is for whoever runs it to say.
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const;
