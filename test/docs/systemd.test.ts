import { page } from '../support/docs/page.ts';
import { openShell } from '../support/docs/shell.ts';

const NO_SYSTEMD = 'it needs a machine of its own with systemd; test/deploy.test.ts verifies the unit';

page(
  'docs/how-to/systemd.md',
  async () => {
    const shell = await openShell();
    return { shell, replace: [], close: () => shell.remove() };
  },
  {
    notHere: {
      'npm install --global sallyport verdaccio@6.10.4': NO_SYSTEMD,
      'sudo systemctl reload sallyport': NO_SYSTEMD,
    },
  },
);
