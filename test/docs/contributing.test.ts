import { page } from '../support/docs/page.ts';
import { openShell } from '../support/docs/shell.ts';

page(
  'CONTRIBUTING.md',
  async () => {
    const shell = await openShell();
    return { shell, replace: [], close: () => shell.remove() };
  },
  { notHere: { 'npm ci          # brings the Node that everything runs on, and compiles': 'this is what runs' } },
);
