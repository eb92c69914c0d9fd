import type { Provider } from '../provider.ts';
import { bitbucket } from './bitbucket.ts';
import { buildkite } from './buildkite.ts';
import { circleci } from './circleci.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';

/** The registration: a new provider is its own file and one line here. */
export const builtInProviders: readonly Provider[] = [bitbucket, github, gitlab, circleci, buildkite];
