import { type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import type { LoginOrder } from './arguments.ts';

/**
 * Runs `login` and reports what it did; gives the exit code. Where it stops, the caller reports why (report.ts).
 */
export async function login(_order: LoginOrder, _surroundings: Surroundings): Promise<Result<number>> {
  return stop(2, 'usage', 'login is not built.');
}
