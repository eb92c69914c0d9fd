import { parse } from 'yaml';
import type { Fence } from './fences.ts';

/** One step of a pipeline as a page shows it: what it runs, and for which audiences it asks. */
export interface PipelineStep {
  readonly script: string;
  readonly audiences: readonly string[];
  /** The pipeline file it stands in. */
  readonly pipeline: string;
}

/** The steps of a page's pipeline file that run something, in order: Bitbucket's and GitLab's `script`, GitHub's and CircleCI's `run`. */
export function stepsOf(fence: Fence): readonly PipelineStep[] {
  return walk(parse(fence.text), fence.text);
}

function walk(value: unknown, pipeline: string): readonly PipelineStep[] {
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, pipeline));
  if (typeof value !== 'object' || value === null) return [];
  const script: unknown = Reflect.get(value, 'script') ?? Reflect.get(value, 'run');
  const here = isScript(script)
    ? [{ script: [script].flat().join('\n'), audiences: audiencesIn(value), pipeline }]
    : [];
  return [...here, ...Object.values(value).flatMap((item) => walk(item, pipeline))];
}

const isScript = (value: unknown): value is string | readonly string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));

/** `oidc: {audiences: [..]}` of Bitbucket, `id_tokens: {NPM_ID_TOKEN: {aud: ..}}` of GitLab. */
function audiencesIn(step: object): readonly string[] {
  const { oidc, id_tokens: tokens } = step as {
    oidc?: { audiences?: readonly string[] };
    id_tokens?: Record<string, { aud: string }>;
  };
  return [...(oidc?.audiences ?? []), ...Object.values(tokens ?? {}).map(({ aud }) => aud)];
}
