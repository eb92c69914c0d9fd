import { type Result, stop } from './result.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs something that throws only by a fault, or where the step is ended from outside, and gives a reason instead. */
export async function stopInsteadOfFault<T>(
  { signal }: Pick<Surroundings, 'signal'>,
  act: () => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await act();
  } catch (error) {
    if (signal.aborted) {
      return stop(3, 'interrupted', 'The step was ended from outside. Nothing says whether the package was published.');
    }
    // The code alone (ENOSPC, EACCES): a message could hold anything.
    const fault = error instanceof Error && 'code' in error ? String(error.code) : 'a fault of its own';
    return stop(3, 'internal', `sallyport-ci could not go on: ${fault}.`);
  }
}
