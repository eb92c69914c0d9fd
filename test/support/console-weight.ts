import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './checkout.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const DIST = join(ROOT, 'packages/console/dist');

/** What a page of the console makes a browser load before it is there, when it is the first that is opened. */
export interface PageWeight {
  /** Of the page's source, from the package's folder. */
  readonly page: string;
  /** Of every file, each compressed by itself, as it travels. */
  readonly gzippedBytes: number;
}

/** Every page's weight, heaviest first: index.html and all that it loads, and the page's own chunks. Reads what the build wrote. */
export function pageWeights(): readonly PageWeight[] {
  const chunks = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const sizes = new Map<string, number>();
  const sizeOf = (file: string): number => {
    const size = sizes.get(file) ?? gzipSync(readFileSync(join(DIST, file))).length;
    sizes.set(file, size);
    return size;
  };
  const filesOf = (key: string, seen = new Set<string>()): readonly string[] => {
    const chunk = chunks[key];
    if (chunk === undefined || seen.has(key)) return [];
    seen.add(key);
    return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((next) => filesOf(next, seen))];
  };
  const always = ['index.html', 'icon.svg', ...filesOf('index.html')];
  return Object.keys(chunks)
    .filter((key) => key.startsWith('src/pages/'))
    .map((page) => ({
      page,
      gzippedBytes: [...new Set([...always, ...filesOf(page)])].reduce((sum, file) => sum + sizeOf(file), 0),
    }))
    .toSorted((a, b) => b.gzippedBytes - a.gzippedBytes);
}
