import { expect, it } from 'vitest';
import { pageWeights } from '../support/console-weight.ts';

/** What a first load may weigh: a second on a slow mobile network. */
const BUDGET_KB = 200;
const [heaviest, ...others] = pageWeights();
const kilobytes = (heaviest?.gzippedBytes ?? Number.POSITIVE_INFINITY) / 1000;

it(`a first load stays below ${BUDGET_KB} KB: ${kilobytes.toFixed(1)} KB gzipped for ${heaviest?.page}`, () => {
  expect(others.length).toBeGreaterThan(10);
  expect(kilobytes).toBeLessThan(BUDGET_KB);
  // Else nothing is lazy, or the manifest names pages in another way.
  expect(others.at(-1)?.gzippedBytes).toBeLessThan(heaviest?.gzippedBytes ?? 0);
});
