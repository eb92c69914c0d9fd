import { array, assert, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesNeeded } from '../src/workspaces/needs.ts';
import { inOrder } from '../src/workspaces/order.ts';

const graph = (edges: readonly (readonly [number, number])[], size: number) =>
  Array.from({ length: size }, (_, at) => ({
    name: `p${at}`,
    needs: edges.filter(([from]) => from % size === at).map(([, to]) => `p${to % size}`),
  }));
const edges = array(tuple(nat(11), nat(11)), { maxLength: 30 });

describe('the order in which packages are published', () => {
  it('what is needed comes first, whatever needs what', () => {
    assert(
      property(edges, (some) => {
        const acyclic = some.filter(([from, to]) => from % 12 > to % 12);
        const { order, circles } = inOrder(graph(acyclic, 12));
        expect(circles).toEqual([]);
        const place = new Map(order.map(({ name }, at) => [name, at]));
        for (const { name, needs } of order) {
          for (const needed of needs) expect(place.get(needed)).toBeLessThan(place.get(name) ?? -1);
        }
      }),
    );
  });

  it('each is there once, also where they need each other, and every circle is told', () => {
    assert(
      property(edges, (some) => {
        const packages = graph(some, 12);
        const { order, circles } = inOrder(packages);
        expect(order.map(({ name }) => name).sort()).toEqual(packages.map(({ name }) => name).sort());
        const place = new Map(order.map(({ name }, at) => [name, at]));
        const late = order.some(({ name, needs }) =>
          needs.some((needed) => needed !== name && (place.get(needed) ?? -1) > (place.get(name) ?? -1)),
        );
        expect(circles.length > 0).toBe(late);
        for (const circle of circles) {
          for (const [at, name] of circle.entries()) {
            const next = circle[(at + 1) % circle.length];
            expect(packages.find((one) => one.name === name)?.needs).toContain(next);
          }
        }
      }),
    );
  });

  it('by name where nothing else decides, so that two runs do the same', () => {
    const named = ['c', 'a', 'b'].map((name) => ({ name, needs: ['not-of-this-repository'] }));
    expect(inOrder(named).order.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('a range may name another package than its key', () => {
    const needs = { a: '^1.0.0', b: 'npm:@acme/c@^1.0.0', d: 'workspace:e@*', f: 'workspace:^', g: 'npm:h@1' };
    const manifest = { name: 'x', version: '1.0.0', publishConfig: {}, needs };
    expect(namesNeeded(manifest)).toEqual(['a', '@acme/c', 'e', 'f', 'h']);
  });
});
