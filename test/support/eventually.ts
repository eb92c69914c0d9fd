import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;

/** Asks until there is an answer other than undefined. Throws `what` after so many seconds: a bound against hanging, not a measurement. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (let left = (seconds * 1000) / LOOK_AGAIN_MS; left > 0; left--) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(LOOK_AGAIN_MS);
  }
  throw new Error(`still waiting for ${what} after ${seconds} s`);
}
