import { configured, readConfiguration } from './configured.ts';
import type { Io } from './io.ts';
import type { Failure } from './outcome.ts';
import type { Parts } from './parts.ts';

export interface ServeFlags {
  readonly config?: string;
  readonly administratorLink?: boolean;
}

/** Starts the gate with a configuration that has no mistakes; gives its exit code when it has stopped. */
export async function serve(
  { config: file, administratorLink = false }: ServeFlags,
  io: Io,
  parts: Parts,
): Promise<number | Failure> {
  const loaded = configured(file, io);
  if ('ok' in loaded) return loaded;
  return parts.serve({ loaded, reread: () => readConfiguration(file, io), io, administratorLink });
}
