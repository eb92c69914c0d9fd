import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create } from 'tar';
import { escaped } from './gate.ts';

/** A publish document on disk with a tarball of so many random bytes, as npm would send it. Gives its path. */
export async function documentFile(folder: string, name: string, bytes: number): Promise<string> {
  const work = await mkdtemp(join(folder, 'package-'));
  await mkdir(join(work, 'package'));
  await writeFile(join(work, 'package', 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(work, 'package', 'data.bin'), randomFillSync(Buffer.alloc(bytes)));
  const tarball = join(work, 'p.tgz');
  await pipeline(create({ gzip: { level: 1 }, portable: true, cwd: work }, ['package']), createWriteStream(tarball));
  const sha512 = createHash('sha512');
  const sha1 = createHash('sha1');
  for await (const chunk of createReadStream(tarball)) {
    sha512.update(chunk as Buffer);
    sha1.update(chunk as Buffer);
  }
  const dist = {
    integrity: `sha512-${sha512.digest('base64')}`,
    shasum: sha1.digest('hex'),
    tarball: `http://127.0.0.1/${name}/-/${name}-1.0.0.tgz`,
  };
  const head = JSON.stringify({
    _id: name,
    name,
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': { name, version: '1.0.0', _id: `${name}@1.0.0`, dist } },
    access: null,
  });
  const { size } = await stat(tarball);
  const document = join(folder, `document-${Math.random().toString(36).slice(2)}.json`);
  const out = createWriteStream(document);
  out.write(
    `${head.slice(0, -1)},"_attachments":{${JSON.stringify(`${name}-1.0.0.tgz`)}:{"content_type":"application/octet-stream","data":"`,
  );
  out.write((await readFile(tarball)).toString('base64'));
  await new Promise((done) => out.end(`","length":${size}}}}`, () => done(undefined)));
  await rm(work, { recursive: true });
  // Else the disk would still be writing it while a server is measured.
  const file = await open(document, 'r');
  await file.sync();
  await file.close();
  return document;
}

/** Publishes it as a stream. Throws when it is not answered with 201. */
export async function put(registry: string, name: string, token: string, document: string): Promise<void> {
  const { size } = await stat(document);
  await new Promise<void>((done, failed) => {
    const sent = request(
      `${registry}/${escaped(name)}`,
      {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': size },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () =>
          answer.statusCode === 201 ? done() : failed(new Error(`${registry}: ${answer.statusCode} ${text}`)),
        );
      },
    );
    sent.on('error', failed);
    pipeline(createReadStream(document, { highWaterMark: 256 * 1024 }), sent).catch(failed);
  });
}
