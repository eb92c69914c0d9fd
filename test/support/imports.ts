import { posix } from 'node:path';
import { readText } from './checkout.ts';

/** One import statement of a source file. */
export interface Import {
  readonly file: string;
  /** As it is written. */
  readonly specifier: string;
  /** The imported file by its path from the root, for relative specifiers. */
  readonly target: string | undefined;
}

/** A statement at the start of its line (names, then `from`), or a call of `import`: not the words "from '...'" inside a text. */
const SPECIFIER = /^(?:import|export)\s(?:[\w$\s{},*]*\sfrom\s)?\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;

/** Every import and re-export of a file, types included: a room must not even know another room's inner types. */
export const importsOf = (file: string): readonly Import[] =>
  specifiersIn(readText(file)).map((specifier) => ({
    file,
    specifier,
    target: specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined,
  }));

/** What a source text imports and re-exports, as it is written. */
export const specifiersIn = (text: string): readonly string[] =>
  [...withoutComments(text).matchAll(SPECIFIER)].map(([, named, called]) => named ?? called ?? '');

/** The code of a file. A `//` inside a string (an address) begins no comment: those lines stay as they are. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** The room of a source file: a package, and inside the gate the folder of a capability; `gate` itself is what lies beside them. */
export function roomOf(file: string): string {
  const [, name = '', , folder = '', ...deeper] = file.split('/');
  return name === 'gate' && deeper.length > 0 ? `gate/${folder}` : name;
}

/** The folder in which a room's index.ts lies. */
export const folderOf = (room: string): string => {
  const [name = '', folder] = room.split('/');
  return folder === undefined ? `packages/${name}/src` : `packages/${name}/src/${folder}`;
};

/** A package of ours that a specifier names, as the room that it is; undefined for everybody else's. */
export const ownPackage = (specifier: string): string | undefined =>
  /^@sallyport\/([a-z]+)$/.exec(specifier)?.[1] ?? (specifier === 'sallyport' ? 'gate' : undefined);

/** Which rooms each room imports. */
export function roomGraph(files: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map<string, Set<string>>();
  for (const file of files) {
    const room = roomOf(file);
    const known = graph.get(room) ?? new Set<string>();
    graph.set(room, known);
    for (const { specifier, target } of importsOf(file)) {
      const other = target === undefined ? ownPackage(specifier) : roomOf(target);
      if (other !== undefined && other !== room) known.add(other);
    }
  }
  return graph;
}

/** One cycle of the graph as its rooms in order, or undefined when there is none. */
export function cycleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (room: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return undefined;
    for (const next of graph.get(room) ?? []) {
      const cycle = visit(next, [...way, room]);
      if (cycle !== undefined) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of graph.keys()) {
    const cycle = visit(room, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
