import type { ReadEntry } from 'tar';
import { MAX_PACKAGE_JSON_BYTES, MAX_PATH_BYTES, MAX_PATHS_BYTES, type TarballLimits } from '../limits.ts';
import type { RawEntry } from './blocks.ts';
import { looksLike, pathProblem } from './paths.ts';
import { bad, type TarballProblem, TWO_READINGS, tooLarge } from './problem.ts';

const FILES = new Set(['File', 'OldFile', 'ContiguousFile']);
const LINKS = new Set(['Link', 'SymbolicLink']);

/**
 * The rules on a tarball's entries (P3), applied as npm's reader finds them. Gives what the rest of the guard needs to know: the files,
 * and the text of the one package.json.
 */
export class EntryRules {
  readonly #limits: TarballLimits;
  /** Paths below the top folder. */
  readonly files = new Set<string>();
  #top: string | undefined;
  #packageJson: Buffer[] | undefined;
  #entries = 0;
  #pathBytes = 0;
  #problem: TarballProblem | undefined;

  constructor(limits: TarballLimits) {
    this.#limits = limits;
  }

  get problem(): TarballProblem | undefined {
    return this.#problem;
  }

  /** The bytes of package.json; undefined when there was none. Complete at the end of the tarball. */
  get packageJson(): Buffer | undefined {
    return this.#packageJson === undefined ? undefined : Buffer.concat(this.#packageJson);
  }

  /** `raw`: the same entry as its bare header block says. */
  take(entry: ReadEntry, raw: RawEntry | undefined): void {
    this.#problem ??= this.#judge(entry, raw);
    if (this.#problem === undefined && entry.path === `${this.#top}/package.json`) {
      const pieces: Buffer[] = [];
      this.#packageJson = pieces;
      // Copied: the reader hands out views of what was unpacked, and a view would keep all of it.
      entry.on('data', (bytes: Buffer) => pieces.push(Buffer.from(bytes)));
    } else entry.resume();
  }

  #judge(entry: ReadEntry, raw: RawEntry | undefined): TarballProblem | undefined {
    this.#entries += 1;
    this.#pathBytes += entry.path.length;
    if (this.#entries > this.#limits.entries) return tooLarge(`it has more than ${this.#limits.entries} entries`);
    if (this.#pathBytes > MAX_PATHS_BYTES)
      return tooLarge(`its file names are longer than ${MAX_PATHS_BYTES} bytes together`);
    if (entry.path.length > MAX_PATH_BYTES)
      return tooLarge(`one of its file names is longer than ${MAX_PATH_BYTES} bytes`);
    if (raw === undefined || raw.size !== entry.size || !sameKind(entry, raw)) return TWO_READINGS;
    if (changesAll(entry.globalExtended)) return TWO_READINGS;
    return pathProblem(entry.path) ?? this.#judgePlace(entry, raw);
  }

  #judgePlace(entry: ReadEntry, raw: RawEntry): TarballProblem | undefined {
    const folder = entry.type === 'Directory';
    const path = entry.path.replace(/\/$/, '');
    const slash = path.indexOf('/');
    this.#top ??= slash < 0 ? path : path.slice(0, slash);
    if (path === this.#top) return folder ? undefined : bad('it has a file or link outside its top folder');
    if (!path.startsWith(`${this.#top}/`)) return bad('it has more than one top folder');
    const wanted = `${this.#top}/package.json`;
    if (looksLike(path, wanted) || looksLike(raw.path, wanted)) {
      if (entry.path !== wanted || raw.path !== wanted || LINKS.has(entry.type) || folder) {
        return bad('package.json must be one regular file under exactly this name, without an extended name');
      }
      if (entry.size > MAX_PACKAGE_JSON_BYTES)
        return tooLarge(`package.json is larger than ${MAX_PACKAGE_JSON_BYTES} bytes`);
    }
    if (!FILES.has(entry.type)) return undefined;
    const file = path.slice(this.#top.length + 1);
    if (this.files.has(file))
      return bad(`it has ${path === wanted ? 'package.json' : 'a file'} twice under the same name`);
    this.files.add(file);
    return undefined;
  }
}

/** npm's reader and the bare header agree on what this is. Old writers marked folders as files with a slash at the end. */
function sameKind(entry: ReadEntry, raw: RawEntry): boolean {
  if (entry.type === 'Directory') return raw.typeflag === '5' || (raw.size === 0 && raw.path.endsWith('/'));
  if (entry.type === 'SymbolicLink') return raw.typeflag === '2';
  if (entry.type === 'Link') return raw.typeflag === '1';
  return FILES.has(entry.type) && ['0', '', '7'].includes(raw.typeflag);
}

/** Whether a header for all further entries says more than times, owners and comments. */
const changesAll = (global: ReadEntry['globalExtended']): boolean =>
  global?.path !== undefined || global?.linkpath !== undefined || global?.size !== undefined;
