import { escapeName } from '../../names/index.ts';
import type { Found } from '../model.ts';
import { ACCEPTED_ENCODING, readBody } from './body.ts';
import { MAX_PACKUMENT_BYTES } from './packument.ts';
import type { Registry } from './registry.ts';

/**
 * Asks the registry for one version, past every cache. With the publish it is the only request that carries the gate's credential (P5).
 * Never throws: whatever is not a clear answer is `unknown`.
 */
export async function findVersion(
  registry: Registry,
  credential: string | undefined,
  packageName: string,
  version: string,
): Promise<Found> {
  try {
    const { statusCode, headers, body } = await registry.agent.request({
      origin: registry.url.origin,
      path: `${registry.prefix}/${escapeName(packageName)}`,
      method: 'GET',
      headers: {
        accept: 'application/json',
        'accept-encoding': ACCEPTED_ENCODING,
        'cache-control': 'no-cache',
        pragma: 'no-cache',
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
      },
    });
    const read = await readBody(body, headers['content-encoding'], MAX_PACKUMENT_BYTES);
    if (statusCode === 404) return { outcome: 'absent', first: true };
    if (statusCode !== 200) return unknown(`answered ${statusCode} to a question about this package`);
    return read.ok
      ? inPackument(read.bytes, version)
      : unknown('sent a document about this package that is too large to read');
  } catch {
    return unknown('did not answer a question about this package in full');
  }
}

function inPackument(bytes: Buffer, version: string): Found {
  const document: unknown = JSON.parse(bytes.toString('utf8'));
  const versions = property(document, 'versions');
  if (typeof versions !== 'object' || versions === null)
    return unknown('sent a document that is not one about a package');
  if (!Object.hasOwn(versions, version)) return { outcome: 'absent', first: false };
  const integrity = property(property(property(versions, version), 'dist'), 'integrity');
  return { outcome: 'present', integrity: typeof integrity === 'string' ? integrity : undefined };
}

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const unknown = (what: string): Found => ({ outcome: 'unknown', message: `the upstream registry ${what}` });
