import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installBack, publishByNpmAlone, publishBySallyportCi, refusedSteps } from './chapters.ts';
import { configureTrust } from './configure.ts';
import { createNarrator } from './narrator.ts';
import { startStage } from './stage.ts';

export interface DemoOptions {
  /** End after the story instead of staying up. */
  readonly exit: boolean;
  readonly out: NodeJS.WriteStream;
  /** Resolves when the person has had enough (Ctrl-C). */
  readonly untilStopped: () => Promise<void>;
}

/**
 * The main job, told: a Bitbucket step publishes with nothing but its id_token; others are refused, and say why. Everything runs on
 * loopback ports that the system picks, in a temporary folder that is removed at the end. Gives the exit code: 1 when a chapter ended
 * otherwise than told.
 */
export async function runDemo({ exit, out, untilStopped }: DemoOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-demo-'));
  const tell = createNarrator(out);
  try {
    const stage = await startStage(folder);
    try {
      tell.title('Sallyport: a Bitbucket pipeline publishes to an npm registry with no token');
      tell.fact('gate and registry', stage.url);
      tell.fact('Bitbucket (simulated)', stage.issuer.url);

      await configureTrust(stage, tell);
      const first = await publishBySallyportCi(stage, tell);
      const second = await publishByNpmAlone(stage, tell);
      await installBack(stage, tell, [first, ...(second === undefined ? [] : [second])]);
      await refusedSteps(stage, tell);

      if (exit) return tell.verdict();
      tell.whatNext(stage);
      await untilStopped();
      return tell.verdict();
    } finally {
      await stage.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
