import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AUTHORITY_FILE, endTlsBefore, type TlsProxy } from './loopback-tls/index.ts';
import { type Elsewhere, verdaccioElsewhere } from './verdaccio-elsewhere.ts';

let registry: Elsewhere;
let proxy: TlsProxy;
beforeAll(async () => {
  registry = await verdaccioElsewhere('/npm');
  proxy = await endTlsBefore(registry.url);
});
afterAll(async () => {
  await proxy.close();
  await registry.close();
});

async function asked(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'trust-child.ts'), `${proxy.origin}/npm`],
    { env: { PATH: process.env['PATH'], ...env } },
  );
  return stdout;
}

it("a registry with a certificate of the company's own authority is trusted by NODE_EXTRA_CA_CERTS", async () => {
  expect(await asked({ NODE_EXTRA_CA_CERTS: AUTHORITY_FILE })).toBe('verdaccio');
});

it('and not without it: the credential would go to whoever answers there', async () => {
  expect(await asked({})).toMatch(/^(?:UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/);
});
