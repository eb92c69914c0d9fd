import type { Manifest } from '../project/manifest.ts';

/** The names behind the ranges of a manifest: `npm:` and `workspace:` ranges may name another package than their key. */
export const namesNeeded = ({ needs }: Manifest): readonly string[] =>
  Object.entries(needs).map(([key, range]) => /^(?:npm|workspace):(@?[^@]+)@/.exec(range)?.[1] ?? key);

/** A dependency whose range only some managers can rewrite to a version; undefined where there is none. */
export const workspaceRange = ({ needs }: Manifest): string | undefined =>
  Object.keys(needs).find((name) => needs[name]?.startsWith('workspace:'));
