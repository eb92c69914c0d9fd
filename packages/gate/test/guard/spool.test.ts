import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePackageName } from '../../src/names/index.ts';
import { guardPublish } from '../../src/publish/guard/guard.ts';
import { clearSpool } from '../../src/publish/guard/index.ts';
import { IN_MEMORY_BYTES, Spool } from '../../src/publish/guard/tarball/spool.ts';
import { accepted, document, guard, packed, spoolDirectory } from './make-document.ts';

const name = parsePackageName('@acme/hello');
if (name === undefined) throw new Error('the test names no package');
const context = { package: name, spoolDirectory, maxBytes: 1_000_000 };

/** A tarball that does not fit into memory, as the spool sees it. */
const large = (): Buffer => packed({}, [{ path: 'package/random.bin', body: randomBytes(2 * IN_MEMORY_BYTES) }]);

describe('P2: the spool', () => {
  it.each([
    ['on disk, for this user only', large(), 1],
    ['in memory when it is small', packed(), 0],
  ])('holds the tarball %s, readable as often as needed, until it is disposed of', async (_where, tarball, onDisk) => {
    await accepted(document(tarball), async (draft) => {
      const files = readdirSync(spoolDirectory);
      expect(files).toHaveLength(onDisk);
      for (const file of files) expect(statSync(join(spoolDirectory, file)).mode & 0o777).toBe(0o600);
      const spooled = draft.publication({ name: 'ann' }).tarball;
      expect(spooled.size).toBe(tarball.length);
      expect(await Promise.all([buffer(spooled.open()), buffer(spooled.open())])).toEqual([tarball, tarball]);
      const placed = join(mkdtempSync(join(tmpdir(), 'placed-')), 'p.tgz');
      await spooled.placeAt(placed);
      expect(readFileSync(placed)).toEqual(tarball);
      await expect(spooled.placeAt(placed)).rejects.toThrow('EEXIST');
    });
    expect(readdirSync(spoolDirectory)).toEqual([]);
  });

  it('holds any bytes whole, in pieces of any size, on both sides of the limit of its memory', async () => {
    const size = fc.integer({ min: 0, max: 2 * IN_MEMORY_BYTES });
    await fc.assert(
      fc.asyncProperty(fc.array(size, { maxLength: 4 }), async (sizes) => {
        const spool = new Spool(spoolDirectory);
        const pieces = sizes.map((each) => randomBytes(each));
        for (const piece of pieces) await spool.write(piece);
        await spool.finish();
        expect((await buffer(spool.open())).equals(Buffer.concat(pieces))).toBe(true);
        await spool.remove();
        expect(readdirSync(spoolDirectory)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('disposing twice is harmless', async () => {
    const result = await guard(document(packed()));
    if (!result.ok) throw new Error(result.refusal.message);
    await Promise.all([result.value.dispose(), result.value.dispose()]);
    await result.value.dispose();
    expect(readdirSync(spoolDirectory)).toEqual([]);
  });

  it('a client that goes away in the middle leaves nothing', async () => {
    const text = Buffer.from(JSON.stringify(document(large())));
    const results: unknown[] = [];
    const server = createServer((incoming) => {
      void guardPublish(incoming, context).then((result) => {
        results.push(result.ok ? 'accepted' : result.refusal.code);
        server.close();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const closed = new Promise((resolve) => server.once('close', resolve));
    const { port } = server.address() as AddressInfo;
    const sent = request({ port, host: '127.0.0.1', method: 'PUT', headers: { 'content-length': text.length } });
    sent.on('error', () => undefined);
    sent.write(text.subarray(0, text.length - 100), () => sent.destroy());
    await closed;
    expect(results).toEqual(['request-malformed']);
    expect(readdirSync(spoolDirectory)).toEqual([]);
  });

  it('a refusal leaves the body alive, so that its answer still reaches the client', async () => {
    const text = JSON.stringify(document(packed(), {}, { readme: 'r'.repeat(300_000) }));
    const body = Readable.from([Buffer.from('{"a":1,"a":2,'), Buffer.from(text)]);
    const result = await guardPublish(body, context);
    expect(result.ok ? '' : result.refusal.code).toBe('document-malformed');
    expect(body.destroyed).toBe(false);
    const ended = new Promise((resolve) => body.once('end', resolve));
    body.resume();
    await ended;
  });

  it('a fault of the disk is thrown, and is no refusal', async () => {
    const gone = join(spoolDirectory, 'gone');
    const body = Readable.from([Buffer.from(JSON.stringify(document(large())))]);
    await expect(guardPublish(body, { ...context, spoolDirectory: gone })).rejects.toThrow('ENOENT');
  });

  it('what a killed process left is cleared, and nothing else', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'spool-'));
    writeFileSync(join(directory, 'publish-1.spool'), '');
    writeFileSync(join(directory, 'other'), '');
    mkdirSync(join(directory, 'folder'));
    await clearSpool(directory);
    expect(readdirSync(directory).sort()).toEqual(['folder', 'other']);
    rmSync(directory, { recursive: true });
  });
});
