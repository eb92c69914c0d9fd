import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { accept, type Result, refuse } from '@sallyport/trust';
import { Parser } from 'tar';
import { type Refusal, refusal } from '../../../refusals/index.ts';
import type { TarballLimits } from '../limits.ts';
import { TarBlocks } from './blocks.ts';
import { EntryRules } from './entry-rules.ts';
import { GzipMember } from './gzip-member.ts';
import { readPackageJson } from './package-json.ts';
import { bad, TWO_READINGS, tooLarge } from './problem.ts';
import { Spool } from './spool.ts';

/** A tarball, hashed and read. */
export interface Tarball {
  readonly size: number;
  /** `sha512-<base64>` */
  readonly integrity: string;
  /** Hexadecimal SHA-1. */
  readonly shasum: string;
  readonly packageJson: Readonly<Record<string, unknown>>;
  /** Every file, its path below the top folder. */
  readonly files: ReadonlySet<string>;
  readonly unpackedSize: number;
  open(): Readable;
  /** Puts the bytes into a new file: see Spooled. */
  placeAt(path: string): Promise<void>;
}

/**
 * Reads a tarball as it arrives (P2, P3): into the spool, through both hashes, unpacked, and through npm's own reader. At most a few
 * chunks of it are in memory. Nothing is extracted.
 */
export class TarballReader {
  readonly #spool: Spool;
  readonly #sha512 = createHash('sha512');
  readonly #sha1 = createHash('sha1');
  readonly #limits: TarballLimits;
  readonly #blocks = new TarBlocks();
  readonly #rules: EntryRules;
  readonly #parser: Parser;
  readonly #gzip: GzipMember;
  #size = 0;
  #unpacked = 0;
  #unpackedFiles = 0;

  constructor(spoolDirectory: string, limits: TarballLimits) {
    this.#limits = limits;
    this.#spool = new Spool(spoolDirectory);
    this.#rules = new EntryRules(limits);
    this.#gzip = new GzipMember((bytes) => this.#unpack(bytes));
    this.#parser = new Parser({
      strict: true,
      brotli: false,
      zstd: false,
      onReadEntry: (entry) => {
        this.#unpackedFiles += entry.size;
        this.#rules.take(entry, this.#blocks.entries.shift());
      },
    });
    this.#parser.on('error', () => this.#gzip.stop(bad('its tar data is damaged')));
  }

  /** Takes the next bytes; waits while disk or unpacking are behind. A refusal is final. Throws what the disk says. */
  async write(bytes: Buffer): Promise<Refusal | undefined> {
    this.#size += bytes.length;
    this.#sha512.update(bytes);
    this.#sha1.update(bytes);
    await this.#spool.write(bytes);
    await this.#gzip.write(bytes);
    return this.#refusal();
  }

  /** The whole tarball, or why it is refused. */
  async finish(): Promise<Result<Tarball, Refusal>> {
    await this.#spool.finish();
    await this.#gzip.finish();
    this.#finishTar();
    const refused = this.#refusal();
    if (refused !== undefined) return refuse(refused);
    const packageJson = readPackageJson(this.#rules.packageJson);
    if (!packageJson.ok) return packageJson;
    return accept({
      size: this.#size,
      integrity: `sha512-${this.#sha512.digest('base64')}`,
      shasum: this.#sha1.digest('hex'),
      packageJson: packageJson.value,
      files: this.#rules.files,
      unpackedSize: this.#unpackedFiles,
      open: () => this.#spool.open(),
      placeAt: (path) => this.#spool.placeAt(path),
    });
  }

  /** Stops everything and forgets the bytes, at any time, any number of times. */
  async dispose(): Promise<void> {
    this.#gzip.stop(bad('the upload was given up'));
    await this.#spool.remove();
  }

  #unpack(bytes: Buffer): void {
    this.#unpacked += bytes.length;
    if (this.#unpacked > this.#limits.unpackedBytes) {
      this.#gzip.stop(tooLarge(`it unpacks to more than ${this.#limits.unpackedBytes} bytes`));
      return;
    }
    this.#blocks.write(bytes);
    if (this.#blocks.problem === undefined) this.#parser.write(bytes);
    const problem = this.#blocks.problem ?? this.#rules.problem;
    if (problem !== undefined) this.#gzip.stop(problem);
  }

  #finishTar(): void {
    if (this.#gzip.problem !== undefined) return;
    this.#blocks.finish();
    this.#parser.end();
    const problem = this.#blocks.problem ?? this.#rules.problem;
    if (problem !== undefined) this.#gzip.stop(problem);
    else if (this.#blocks.entries.length > 0) this.#gzip.stop(TWO_READINGS);
  }

  #refusal(): Refusal | undefined {
    const problem = this.#gzip.problem;
    if (problem === undefined) return undefined;
    const change =
      problem.code === 'tarball-too-large'
        ? 'Publish fewer or smaller files (see files in package.json).'
        : 'Pack it again with npm pack, or with the packing of your own package manager.';
    return refusal(problem.code, `The tarball is refused: ${problem.why}. ${change}`);
  }
}
