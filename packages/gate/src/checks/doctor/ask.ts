import { reasonOf } from '../finding.ts';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;

/** A full answer to a GET without any credential, or why there is none. */
export type Asked =
  | { readonly ok: true; readonly status: number; readonly date: number | undefined; readonly body: unknown }
  | { readonly ok: false; readonly why: string };

/** One GET: no credential, no redirect followed, limits on time and size. Never throws. `body` is undefined where it is no JSON. */
export async function askPlainly(url: string): Promise<Asked> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MAX_BYTES) return { ok: false, why: 'its answer is too large' };
      chunks.push(chunk);
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      ok: true,
      status: response.status,
      date: Number.isNaN(date) ? undefined : date,
      body: json(Buffer.concat(chunks).toString('utf8')),
    };
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'TimeoutError')
      return { ok: false, why: `no complete answer within ${TIMEOUT_MS / 1000} s` };
    return { ok: false, why: reasonOf(fault) };
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
