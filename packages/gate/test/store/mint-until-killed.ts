// Run as a process of its own: mints as fast as it can and writes the id of each acknowledged grant on a line. Its end is a kill -9.
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/index.ts';
import { added, aMint } from './samples.ts';

const [directory = ''] = process.argv.slice(2);
const store = await openStore({ kind: 'embedded', directory });
const publisher = await added(store);

async function mintForEver(): Promise<void> {
  for (;;) {
    const mint = aMint(publisher);
    const { outcome } = await store.grants.mint(mint);
    writeSync(1, `${outcome} ${mint.grantId}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, mintForEver));
