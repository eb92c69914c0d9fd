import type { Publication } from '../../src/upstream/index.ts';
import { release } from './release.ts';

/** Every fourth is the first version of a new package. Large enough that a kill often falls into the writing. */
export function crashRelease(number: number): Publication {
  const bytes = Buffer.alloc(2_000_000, number % 251);
  return release({ package: `crash-${Math.floor(number / 4)}`, version: `1.0.${number}`, bytes });
}
