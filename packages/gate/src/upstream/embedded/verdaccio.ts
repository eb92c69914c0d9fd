import type { IncomingMessage, ServerResponse } from 'node:http';

/** The parts of Verdaccio 6.10.4 that the gate uses, as that exact version has them. start.ts checks that they are there. */

/** A user as Verdaccio passes it around: `name` undefined means anonymous. */
export interface RemoteUser {
  readonly name?: string | undefined;
  readonly groups: readonly string[];
  /** When the token was made (seconds); absent where a name and password were given. */
  readonly iat?: number | undefined;
}

export interface VerdaccioAuth {
  /** Sets `remote_user` on the request from its Authorization header, then calls `next`, whether that succeeded or not. */
  apiJWTmiddleware(): (request: AuthRequest, response: { locals: object }, next: () => void) => void;
  /** Checks a name and password; never creates an account. Gives an error for wrong ones. */
  authenticate(name: string, password: string, done: (error: unknown, user?: RemoteUser) => void): void;
  allow_publish(
    target: { packageName: string },
    user: RemoteUser,
    done: (error: unknown, allowed?: boolean) => void,
  ): void;
}

/** The little of a request that the authentication middleware touches. */
export interface AuthRequest {
  readonly headers: { readonly authorization?: string | undefined };
  remote_user?: RemoteUser;
  pause(): void;
  resume(): void;
}

export type Done = (error?: unknown) => void;

export interface VerdaccioStorage {
  /** Fails with status 409 when the package is there. */
  addPackage(name: string, document: object, done: Done): void;
  readonly localStorage: LocalStorage;
}

export interface LocalStorage {
  /** The stored record. Rejects with status 404 when there is none. */
  getPackageMetadataAsync(name: string): Promise<PackageRecord>;
  /** Changes the record through `_updatePackage` of the object that it is called on. */
  addVersion(name: string, version: string, manifest: object, tag: string, done: Done): void;
  /** Replaces the record by what `change` makes of it, under Verdaccio's own lock. */
  _updatePackage(name: string, change: (record: StoredRecord, done: Done) => void, done: Done): void;
  readonly storagePlugin: StoragePlugin;
}

/** The same storage, whose changes of a record are made on top of this one, in the same replacement of the record. */
export function changingFirst(storage: LocalStorage, first: (record: StoredRecord) => void): LocalStorage {
  const both: LocalStorage['_updatePackage'] = (name, change, done) =>
    storage._updatePackage(
      name,
      (record, next) => {
        first(record);
        change(record, next);
      },
      done,
    );
  return Object.create(storage, { _updatePackage: { value: both } }) as LocalStorage;
}

/** The part of a record that says which tarballs the package has: unpublishing looks there. */
export interface StoredRecord {
  readonly _attachments: Record<string, { readonly shasum: string }>;
  readonly versions: Readonly<Record<string, unknown>>;
  /** The gate's own: Verdaccio keeps it and never looks at it. */
  maintainers?: Maintainers;
}

/** Who may write a package, beside what Verdaccio says: names of accounts. */
export type Maintainers = readonly { readonly name: string }[];

export interface PackageRecord {
  readonly maintainers?: Maintainers;
  readonly versions: Readonly<
    Record<string, { readonly dist?: { readonly integrity?: string; readonly tarball?: string } }>
  >;
}

export interface StoragePlugin {
  /** The names of all packages. */
  get(done: (error: unknown, names?: readonly string[]) => void): void;
  getPackageStorage(name: string): PackageDirectory | undefined;
}

/** The files of one package. */
export interface PackageDirectory {
  readonly path: string;
  createPackage(name: string, value: unknown, done: Done): void;
  savePackage(name: string, value: unknown, done: Done): void;
}

/** Verdaccio's express application, as a listener of requests. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Turns one of Verdaccio's callbacks into a promise. */
export const called = (call: (done: Done) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    // Verdaccio's own errors are values with a status; they pass as they are.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    call((error) => (error === null || error === undefined ? resolve() : reject(error)));
  });

/** The HTTP status that an error of Verdaccio carries. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}
