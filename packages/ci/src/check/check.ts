import { type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import type { CheckOrder } from './arguments.ts';

/** Runs `check` and reports it; gives the exit code. */
export async function check(_order: CheckOrder, _surroundings: Surroundings): Promise<Result<number>> {
  return stop(2, 'usage', 'check is not built.');
}
