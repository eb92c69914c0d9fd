import { ApiError } from '../../api/index.ts';

/** How long one waits where the gate does not say. Seconds. */
const WAIT_SECONDS = 1;
/** A confirmation ends after five minutes by itself; then this stops too. Milliseconds. */
const LONGEST_MS = 330_000;

/**
 * The npm-otp of a confirmed change: asks doneUrl's path on the page's own origin (doneUrl stands on the gate's address, the console may
 * stand on localhost) as often as `retry-after` says, until it answers. Throws ApiError where the confirmation ended without it.
 */
export async function otpOf(doneUrl: string): Promise<string> {
  const { pathname } = new URL(doneUrl);
  const end = performance.now() + LONGEST_MS;
  while (performance.now() < end) {
    const response = await fetch(pathname, { headers: { accept: 'application/json' } }).catch(unreachable);
    const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (typeof body['token'] === 'string') return body['token'];
    if (response.status !== 202) throw new ApiError(response.status, body);
    await wait(Number(response.headers.get('retry-after') ?? WAIT_SECONDS));
  }
  throw new ApiError(0, { code: 'confirmation-ended', message: 'Nobody confirmed it in time. Nothing was changed.' });
}

const unreachable = (): never => {
  throw new ApiError(0, {
    code: 'unreachable',
    message: 'It was confirmed, but the gate does not answer now. Nothing was changed yet; save once more.',
  });
};

const wait = (seconds: number): Promise<void> =>
  new Promise((later) => setTimeout(later, (Number.isFinite(seconds) ? seconds : WAIT_SECONDS) * 1000));
