import {
  accept,
  builtInProviders,
  createIssuerDirectory,
  createKeySource,
  type FetchedText,
  type IssuerDirectoryOptions,
  refuse,
} from '@sallyport/trust';
import type { Principal } from '../../src/authority/index.ts';
import { createForm, type FormParts } from '../../src/form/index.ts';
import { refusal } from '../../src/refusals/index.ts';
import type { KnownPackage, NameRange, StoredPublisher } from '../../src/store/index.ts';

export const FROM = { address: '127.0.0.1', userAgent: undefined, requestId: 'r' };
export const ADMINISTRATOR: Principal = { kind: 'token', source: 'test', from: FROM };
export const ALICE: Principal = {
  kind: 'account',
  account: { key: 'person:alice', kind: 'person', name: 'alice' },
  credential: 'session:1',
  authorization: undefined,
  session: undefined,
  from: FROM,
};

export interface FormWorld {
  /** Packages that the gate knows, and that the upstream lists. */
  known?: readonly string[];
  upstream?: readonly string[];
  /** What Alice may configure and see. */
  alice?: readonly NameRange[];
  publishers?: readonly StoredPublisher[];
  issuers?: Partial<IssuerDirectoryOptions>;
  /** What administrators switched off while the gate runs. */
  switchedOff?: readonly string[];
  answers?: ReadonlyMap<string, FetchedText>;
}

/** A form over a gate that knows these things; every URL asked is in `fetched`. */
export function formOf(world: FormWorld = {}) {
  const fetched: string[] = [];
  const seen = (name: string) => world.alice?.some((range) => isIn(name, range)) === true;
  const parts: FormParts = {
    store: {
      publishers: { of: async (name: string) => (world.publishers ?? []).filter((one) => one.package === name) },
      packages: {
        list: async ({ within, limit }) =>
          (world.known ?? [])
            .filter((name) => within === undefined || within.some((range) => isIn(name, range)))
            .slice(0, limit)
            .map(knownPackage),
      },
      switches: {
        all: async () => (world.switchedOff ?? []).map((name) => ({ name, configured: false, switched: undefined })),
      },
    },
    upstream: {
      find: async (name) =>
        name === '@acme/unknown'
          ? { outcome: 'unknown', message: 'down' }
          : { outcome: 'absent', first: world.upstream?.includes(name) !== true },
      list: async (prefix, limit) => (world.upstream ?? []).filter((name) => name.startsWith(prefix)).slice(0, limit),
    },
    authority: {
      isAdministrator: ({ kind }) => kind === 'token',
      visible: async ({ kind }) => (kind === 'token' ? undefined : world.alice),
      mayConfigure: async ({ kind }, name) =>
        kind === 'token' || seen(name)
          ? accept(undefined)
          : refuse(refusal('forbidden', 'Alice may not configure this package.')),
    },
    issuers: () =>
      createIssuerDirectory({
        providers: builtInProviders,
        configured: [],
        disabled: [],
        workspaces: [],
        ...world.issuers,
      }),
    keys: createKeySource({
      async fetch(url) {
        fetched.push(url);
        return world.answers?.get(url) ?? { ok: false, cause: 'status', status: 404 };
      },
      now: () => NOW,
      isNamed: async () => false,
    }),
    url: () => 'https://npm.acme.example',
    audience: () => 'npm:npm.acme.example',
  };
  return { form: createForm(parts), fetched };
}

export const NOW = Date.UTC(2026, 10, 24, 10);

const isIn = (name: string, range: NameRange): boolean =>
  'prefix' in range ? name.startsWith(range.prefix) : name === range.exact;

const knownPackage = (name: string): KnownPackage => ({
  name,
  publishers: 0,
  lastPublish: undefined,
  trustedPublishingOnly: false,
});
