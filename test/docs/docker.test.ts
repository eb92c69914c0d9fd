import { page } from '../support/docs/page.ts';
import { openShell } from '../support/docs/shell.ts';

const NO_DOCKER = 'it needs Docker; test/deploy.test.ts reads the files';

page(
  'docs/how-to/docker.md',
  async () => {
    const shell = await openShell();
    return {
      shell,
      replace: [
        ['cd deploy', 'mkdir deploy && cd deploy'],
        [
          'docker compose up -d --wait',
          'test -s secrets/admin-token && test -s secrets/encryption-key && test -s .env',
        ],
      ],
      close: () => shell.remove(),
    };
  },
  {
    notHere: {
      'docker build -f deploy/Dockerfile -t sallyport .': NO_DOCKER,
      'docker run -d --name sallyport --read-only --tmpfs /tmp --cap-drop ALL \\': NO_DOCKER,
    },
  },
);
