import { describe, expect, it } from 'vitest';
import { runLink } from '../src/id-token/run-link.ts';
import { progressIn } from '../src/progress.ts';
import { quiet } from './support/step.ts';

/** What a terminal of one row shows, by the two sequences that are used. */
const screen = (written: string) =>
  written
    .split('\n')
    .map((row) => row.split('\r\u001b[2K').at(-1) ?? '')
    .join('\n');

const watch = (terminal: boolean) => {
  let written = '';
  const progress = progressIn({
    ...quiet(),
    terminal,
    stderr: (text) => {
      written += text;
    },
  });
  return { progress, written: () => written };
};

describe('progress', () => {
  it('on a terminal is one line that is written over; what else is printed keeps its own', () => {
    const { progress, written } = watch(true);
    progress.say('one');
    progress.say('two');
    expect(screen(written())).toBe('two');
    progress.surroundings.stderr('npm says\n');
    expect(screen(written())).toBe('npm says\ntwo');
    progress.say('three'.padEnd(200));
    progress.end();
    expect(screen(written())).toBe('npm says\n');
  });

  it('in a log is a line each, without anything that steers a terminal', () => {
    const { progress, written } = watch(false);
    progress.say('one');
    progress.surroundings.stderr('npm says\n');
    progress.say('two');
    progress.end();
    expect(written()).toBe('one\nnpm says\ntwo\n');
  });
});

describe('the address of the run', () => {
  const bitbucket = { BITBUCKET_WORKSPACE: 'acme', BITBUCKET_REPO_SLUG: 'hello', BITBUCKET_BUILD_NUMBER: '7' };
  it('is told where the variables say it', () => {
    expect(runLink(bitbucket)).toBe('https://bitbucket.org/acme/hello/pipelines/results/7');
    expect(runLink({ GITLAB_CI: 'true', CI_JOB_URL: 'https://gitlab.example/j/1' })).toBe('https://gitlab.example/j/1');
  });
  it.each([
    { ...bitbucket, BITBUCKET_WORKSPACE: '' },
    { ...bitbucket, BITBUCKET_REPO_SLUG: 'a\u001b[2J' },
    { GITLAB_CI: 'true', CI_JOB_URL: 'javascript:alert(1)' },
    {},
  ])('and not where they do not, or say anything else: %j', (env) => {
    expect(runLink(env)).toBeUndefined();
  });
});
