import { gzipSync } from 'node:zlib';

export interface TarEntry {
  readonly path: string;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly link?: string;
  /** What the header says, where it is not the body's length. */
  readonly size?: string;
  readonly prefix?: string;
}

/** A tar by hand, so that a test can make one that no packer makes. */
export function tar(entries: readonly TarEntry[], end: Buffer = Buffer.alloc(1024)): Buffer {
  return Buffer.concat([...entries.map(entryBytes), end]);
}

export const tgz = (entries: readonly TarEntry[]): Buffer => gzipSync(tar(entries));

/** A pax header (POSIX) for the entry behind it. */
export function pax(records: Readonly<Record<string, string>>, type = 'x'): TarEntry {
  const body = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (String(length).length + Buffer.byteLength(rest) !== length) length += 1;
    return `${length}${rest}`;
  });
  return { path: 'PaxHeader/x', type, body: body.join('') };
}

function entryBytes(entry: TarEntry): Buffer {
  const body = Buffer.from(entry.body ?? '');
  const block = Buffer.alloc(512);
  block.write(entry.path, 0, 100);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(entry.size ?? `${body.length.toString(8).padStart(11, '0')} `, 124, 12);
  block.write('00000000000 ', 136);
  block.write(entry.type ?? '0', 156);
  block.write(entry.link ?? '', 157, 100);
  block.write('ustar\u000000', 257);
  block.write(entry.prefix ?? '', 345, 155);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([block, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}
