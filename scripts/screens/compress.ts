import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
/** Length and type before the data of a chunk, CRC after it (PNG, third edition, section 5.3). */
const HEAD_BYTES = 8;
const CRC_BYTES = 4;
const MOST_COLOURS = 256;

/**
 * A screenshot of Chromium's (8 bits a channel, not interlaced) with at most 256 colours: pages are flat areas and the edges of letters,
 * and a byte a pixel without filters packs far better than what the browser writes to be fast. Rare colours become the nearest of the rest.
 */
export function compress(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : 3;
  const filtered = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const colours = coloursOf(unfiltered(filtered, width * channels, height, channels), channels);
  const { palette, indices } = reduced(colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++)
    rows.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const indexed = Buffer.from(header);
  indexed[9] = 3;
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk('IHDR', indexed),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const found: { readonly type: string; readonly data: Buffer }[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const start = at + HEAD_BYTES;
    const end = start + png.readUInt32BE(at);
    found.push({ type: png.toString('latin1', at + 4, start), data: png.subarray(start, end) });
    at = end + CRC_BYTES;
  }
  return found;
}

/** The bytes before filtering (section 9). `step`: bytes of a pixel. */
function unfiltered(filtered: Buffer, rowBytes: number, height: number, step: number): Buffer {
  const raw = Buffer.alloc(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (rowBytes + 1)];
    for (let at = 0; at < rowBytes; at++) {
      const here = row * rowBytes + at;
      const left = at < step ? 0 : (raw[here - step] ?? 0);
      const up = row === 0 ? 0 : (raw[here - rowBytes] ?? 0);
      const corner = row === 0 || at < step ? 0 : (raw[here - rowBytes - step] ?? 0);
      raw[here] = (filtered[row * (rowBytes + 1) + 1 + at] ?? 0) + guessed(filter, left, up, corner);
    }
  }
  return raw;
}

function guessed(filter: number | undefined, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

const coloursOf = (raw: Buffer, channels: number): Uint32Array =>
  Uint32Array.from({ length: raw.length / channels }, (_, pixel) => raw.readUIntBE(pixel * channels, 3));

function reduced(colours: Uint32Array): { readonly palette: Buffer; readonly indices: Uint8Array } {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a).map(([colour]) => colour);
  const kept = byCount.slice(0, MOST_COLOURS);
  const places = new Map(
    byCount.map((colour, place) => [colour, place < MOST_COLOURS ? place : nearest(colour, kept)]),
  );
  const palette = Buffer.alloc(kept.length * 3);
  for (const [place, colour] of kept.entries()) palette.writeUIntBE(colour, place * 3, 3);
  return { palette, indices: Uint8Array.from(colours, (colour) => places.get(colour) ?? 0) };
}

const nearest = (colour: number, among: readonly number[]): number =>
  among.reduce(
    (best, other, place) => (distance(colour, other) < distance(colour, among[best] ?? 0) ? place : best),
    0,
  );

const distance = (a: number, b: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + HEAD_BYTES);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, CRC_BYTES);
  framed.writeUInt32BE(crc32(named), framed.length - CRC_BYTES);
  return framed;
}
