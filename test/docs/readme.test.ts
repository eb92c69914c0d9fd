import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startPostgres } from '../../packages/gate/test/support/postgres.ts';
import { page, startsUp } from '../support/docs/page.ts';
import { IN_CI, putCircleci, startReader } from '../support/docs/reader.ts';
import { githubJob, gitlabJob } from '../support/jobs.ts';

const READY = 'sallyport ready http';

page(
  'README.md',
  async () => {
    const reader = await startReader();
    const postgres = await startPostgres();
    const { gate, bitbucket, github, gitlab, circleci, audience } = reader.stage;
    // The page trusts the providers' own issuers, which cannot be reached from here.
    for (const issuer of [github, gitlab, circleci]) await reader.trust(issuer);
    await putCircleci(reader.shell);
    let releases = 0;
    await writeFile(join(reader.shell.folder, 'password-file'), 'a password of 20 letters\n');
    return {
      ...reader,
      replace: [
        [
          "'postgres://sallyport:secret@db.acme.example/sallyport' npx sallyport serve",
          `'${await postgres.newSchema()}' ${startsUp('npx sallyport serve', READY)}`,
        ],
        ['npm start', startsUp('npx sallyport serve', READY)],
        ['npx sallyport serve  ', startsUp('npx sallyport serve', READY)],
        ['npx sallyport serve --administrator-link', startsUp('npx sallyport serve --administrator-link', READY)],
        ['user add alice ', 'user add alice < password-file '],
        ['npx sallyport-issuer serve ', startsUp('npx sallyport-issuer serve --port 0', 'issuers:')],
        ['http://127.0.0.1:4873', gate.url],
        ...reader.replace,
        ['trust add bitbucket', `trust add bitbucket --issuer ${bitbucket.url} --yes`],
      ],
      step: async ({ pipeline, audiences }) => {
        await reader.version(`2.0.${(releases += 1)}`);
        if (pipeline.includes('.github/workflows')) return { ...IN_CI, ...(await githubJob(reader.stage)) };
        if (pipeline.includes('.gitlab-ci.yml')) return { ...IN_CI, ...(await gitlabJob(reader.stage)) };
        if (pipeline.includes('.circleci'))
          return { ...IN_CI, CIRCLECI: 'true', TOKEN_OF_THIS_JOB: await circleci.mint({ audience }) };
        expect(audiences).toEqual(['npm:npm.acme.example']);
        return { ...IN_CI, BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience }) };
      },
      before: async () => ({ SALLYPORT_LISTEN: '127.0.0.1:0' }),
      after: ({ text }, output) => {
        if (text.includes('user list')) expect(output).toContain('alice');
      },
      close: async () => {
        await reader.close();
        await postgres.stop();
      },
    };
  },
  {
    notHere: {
      'npm ci && npm run demo': 'CI runs it, before the tests',
      'npm ci && npm test': 'this is what runs',
    },
    refused: {
      'npx sallyport-issuer serve          # a Bitbucket of your own; prints the lines for sallyport.yaml': {
        code: 1,
        says: /issuer-unknown/,
      },
    },
  },
);
