import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UpstreamLog } from '../log.ts';
import { accountFile } from './account-file.ts';
import { type Admit, admitting, guardPasswords } from './admission.ts';
import { resolveVerdaccio } from './installed.ts';
import type { RequestListener, VerdaccioAuth, VerdaccioStorage } from './verdaccio.ts';
import { routeVerdaccioLog } from './verdaccio-log.ts';

/** What works inside the gate once Verdaccio has started: no socket listens. */
export interface StartedVerdaccio {
  readonly auth: VerdaccioAuth;
  readonly storage: VerdaccioStorage;
  readonly handle: RequestListener;
}

export interface StartOptions {
  /** Absolute path; packages, users and Verdaccio's own files live in it. */
  readonly directory: string;
  readonly anonymousRead: boolean;
  readonly registration: boolean;
  /** Asked about everybody whom Verdaccio takes for signed in. */
  readonly admit: Admit;
  readonly log: UpstreamLog;
  /** Where the gate's plugin is; default: as shipped. */
  readonly plugins?: string;
}

/** A document without attachments: INTERFACE "Numbers". Whatever has attachments goes through the gate's own publish. */
const MAX_BODY = '16mb';
const TOKEN_LIFETIME = '30d';
/** Next to `src` and `dist` alike, three folders up from this file. */
const PLUGINS = fileURLToPath(new URL('../../../verdaccio-plugin', import.meta.url));

/**
 * Starts Verdaccio 6 in this process.
 * Throws when Verdaccio is not installed, when it is a version without the parts that the gate uses, and when the gate's plugin was
 * not loaded: Verdaccio only logs that and would go on without it (W5).
 */
export async function startVerdaccio(options: StartOptions): Promise<StartedVerdaccio> {
  // Verdaccio would put this address into tarball URLs, whatever the gate's own is.
  delete process.env['VERDACCIO_PUBLIC_URL'];
  const runServer = loadVerdaccio(options.log);
  let received: unknown;
  const server = await runServer(configuration(options, (handover) => (received = handover)));
  const listeners = server.listeners('request');
  if (!isHandover(received))
    throw new Error(
      'The embedded registry did not load the plugin of the gate; the gate does not start without it. Is the folder verdaccio-plugin of the package there?',
    );
  if (!isListener(listeners[0])) throw new Error(UNKNOWN_VERSION);
  guardPasswords(received.auth, options.admit);
  return { auth: received.auth, storage: received.storage, handle: listeners[0] };
}

function configuration(options: StartOptions, receive: (handover: unknown) => void): object {
  const access = options.anonymousRead ? '$all' : '$authenticated';
  const rights = { access, publish: '$authenticated', unpublish: '$authenticated' };
  return {
    configPath: join(options.directory, 'config.yaml'),
    self_path: join(options.directory, 'config.yaml'),
    storage: join(options.directory, 'storage'),
    web: { enable: false },
    uplinks: {},
    // One pattern: Verdaccio compiles each anew for every request that it looks at.
    packages: { '**': rights },
    auth: {
      htpasswd: {
        file: accountFile(options.directory),
        // A busy machine is no news, and the warning would name who signs in.
        slow_verify_ms: 60_000,
        ...(options.registration ? {} : { max_users: -1 }),
      },
    },
    // Verdaccio's legacy tokens cost a bcrypt comparison on every request.
    security: { api: { legacy: false, jwt: { sign: { expiresIn: TOKEN_LIFETIME } } } },
    max_body_size: MAX_BODY,
    user_agent: false,
    log: { type: 'stdout', format: 'json', level: 'warn' },
    plugins: options.plugins ?? PLUGINS,
    middlewares: { sallyport: { enabled: true, receive, admit: admitting(options.admit) } },
  };
}

const UNKNOWN_VERSION =
  'The installed verdaccio is not one that the gate knows how to embed; install verdaccio 6.10.4.';
type RunServer = (configuration: object) => Promise<{ listeners(event: 'request'): unknown[] }>;

function loadVerdaccio(log: UpstreamLog): RunServer {
  const entry = resolveVerdaccio();
  routeVerdaccioLog(entry, log);
  const library: unknown = createRequire(entry)(entry);
  if (!hasRunServer(library)) throw new Error(UNKNOWN_VERSION);
  return library.runServer;
}

function hasRunServer(library: unknown): library is { runServer: RunServer } {
  return hasFunctions(library, ['runServer']);
}

function isHandover(value: unknown): value is { auth: VerdaccioAuth; storage: VerdaccioStorage } {
  if (typeof value !== 'object' || value === null || !('auth' in value) || !('storage' in value)) return false;
  const { auth, storage } = value;
  if (!hasFunctions(auth, ['apiJWTmiddleware', 'authenticate', 'allow_publish'])) return false;
  if (!hasFunctions(storage, ['addPackage']) || !('localStorage' in storage)) return false;
  const { localStorage } = storage;
  if (
    !hasFunctions(localStorage, ['getPackageMetadataAsync', 'addVersion', '_updatePackage']) ||
    !('storagePlugin' in localStorage)
  )
    return false;
  return hasFunctions(localStorage.storagePlugin, ['getPackageStorage', 'get']);
}

const isListener = (value: unknown): value is RequestListener => typeof value === 'function';

function hasFunctions(value: unknown, names: readonly string[]): value is object {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}
