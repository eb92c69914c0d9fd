import { join } from 'node:path';
import { expect } from 'vitest';
import { page } from '../support/docs/page.ts';
import { startReader } from '../support/docs/reader.ts';

page('docs/how-to/operate.md', async () => {
  const reader = await startReader();
  const { gate } = reader.stage;
  return {
    ...reader,
    replace: [
      ['http://127.0.0.1:4873', gate.url],
      // The reader stands in the folder of the gate.
      ['sallyport doctor', `sallyport doctor --config ${join(gate.folder, 'sallyport.yaml')}`],
    ],
    before: async () => ({ SALLYPORT_ADMIN_TOKEN: gate.administratorToken }),
    after: ({ text }, output) => {
      if (text.includes('doctor')) expect(output).toMatch(/^ok {3}store: The embedded store can be read/m);
      else expect(output).toMatch(/"name":"store","status":"ok","detail":/);
    },
  };
});
