import type { Provider, Remote, RemoteHints } from '../provider.ts';

/** Longer ones are no address of a repository. */
const MAX_REMOTE = 512;

/**
 * Reads the address of a git remote: `https://host/path.git`, `ssh://git@host:22/path.git`, or `git@host:path.git` as scp writes it. A user
 * or password in it is left behind. Undefined for anything else, a path of this machine too.
 */
export function readRemote(address: string): Remote | undefined {
  if (address.length > MAX_REMOTE) return undefined;
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([A-Za-z0-9.-]+)(?::\d+)?\/(.+)$/.exec(address) ??
    /^(?:[\w.-]+@)?([A-Za-z0-9.-]+\.[A-Za-z0-9.-]+):(?!\/)(.+)$/.exec(address) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  const segments = path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/');
  const odd = segments.some((segment) => !/^[\w.~-]+$/.test(segment) || segment === '.' || segment === '..');
  return odd ? undefined : { host: host.toLowerCase(), path: segments };
}

/** What a provider knows from the address of a git remote. Undefined where it is none of its repositories. */
export function remoteHints(provider: Provider, address: string, issuer?: string): RemoteHints | undefined {
  const remote = readRemote(address);
  return remote === undefined ? undefined : provider.fromRemote?.(remote, issuer);
}
