import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, exchange, packument, put } from './api.ts';
import type { PublishDocument } from './documents.ts';

/** A CI run that publishes one version, whatever happens to the gate meanwhile. */
export interface Run {
  readonly name: string;
  readonly version: string;
  readonly idToken: string;
  readonly document: PublishDocument;
  /** Whether its client repeats a request whose answer it lost; otherwise the run has failed, as far as it knows. */
  readonly retries: boolean;
}

/** How it ended for the client. */
export interface Ended {
  readonly run: Run;
  /** The last token that an exchange gave it. */
  readonly token: string | undefined;
  /** Whether a 201 arrived. */
  readonly acknowledged: boolean;
}

const RETRY_MS = 200;
/** A bound against hanging for ever, far beyond every start and every reservation. */
const RETRIES = 600;

/** Exchanges and publishes as npm does: the exchange again with the same id_token, the PUT again with the same bytes and token. */
export async function publishRun(gate: { readonly url: string }, run: Run): Promise<Ended> {
  const exchanged = await untilAnswered(run, () => exchange(gate, run.name, run.idToken), 'exchange');
  if (exchanged === undefined) return { run, token: undefined, acknowledged: false };
  const { token } = exchanged.json as { token: string };
  const published = await untilAnswered(run, () => put(gate, run.name, token, run.document.text), 'publish');
  return { run, token, acknowledged: published !== undefined };
}

/** The 201 that must come in the end; undefined when the client gave up. Throws for any other answer that is not "try again". */
async function untilAnswered(run: Run, ask: () => Promise<Answer>, what: string): Promise<Answer | undefined> {
  for (let left = RETRIES; left > 0; left--) {
    const answer = await ask().catch(() => undefined);
    if (answer?.status === 201) return answer;
    const again = answer === undefined || answer.status >= 500 || answer.headers.has('retry-after');
    if (!again) throw new Error(`${what} of ${run.name}@${run.version}: ${answer.status} ${answer.text}`);
    if (!run.retries) return undefined;
    await pause(RETRY_MS);
  }
  throw new Error(`${what} of ${run.name}@${run.version} never ended well`);
}

/** Every version of a package as installing it would find it: its integrity, and that of the tarball that really comes. */
export async function publishedVersions(
  registry: { readonly url: string },
  name: string,
): Promise<ReadonlyMap<string, { readonly named: string; readonly real: string }>> {
  const versions = Object.entries((await packument(registry, name))?.versions ?? {});
  return new Map(
    await Promise.all(
      versions.map(async ([version, { dist }]) => {
        const tarball = await fetch(registry.url + new URL(dist.tarball).pathname);
        const digest = createHash('sha512').update(new Uint8Array(await tarball.arrayBuffer()));
        return [version, { named: dist.integrity, real: `sha512-${digest.digest('base64')}` }] as const;
      }),
    ),
  );
}
