import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fence, fencesOf } from './fences.ts';
import { type PipelineStep, stepsOf } from './pipeline.ts';
import type { Shell } from './shell.ts';

/** Where a page is read: what its reader has, in place of what it shows. */
export interface Scene {
  readonly shell: Shell;
  /** Text of the page, and what this reader writes instead: addresses, secrets, what a machine would download. */
  readonly replace: readonly (readonly [string | RegExp, string])[];
  /** The variables of a CI step that runs this script; left out: the page's pipelines are not run, only read. */
  readonly step?: (step: PipelineStep) => Promise<NodeJS.ProcessEnv>;
  /** Before this block of shell runs: what a person did elsewhere meanwhile. Gives variables that hold for it alone. */
  readonly before?: (block: Fence) => Promise<NodeJS.ProcessEnv | undefined>;
  /** After this block of shell ran: whether it did what the page says. */
  readonly after?: (block: Fence, output: string) => Promise<void> | void;
  readonly close: () => Promise<void>;
}

export interface Expectations {
  /** Blocks that cannot run in a test, by their first line, and why. */
  readonly notHere?: Readonly<Record<string, string>>;
  /** Blocks that end with another exit code than 0, by their first line, and what they say. */
  readonly refused?: Readonly<Record<string, { readonly code: number; readonly says: RegExp }>>;
}

/** Runs every command of a page, in its order, as its reader would: each block of shell, each script of a pipeline. */
export function page(
  file: string,
  open: () => Promise<Scene>,
  { notHere = {}, refused = {} }: Expectations = {},
): void {
  describe(file, () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await open();
    });
    afterAll(() => scene?.close());

    const blocks = fencesOf(file);
    for (const block of blocks) {
      if (block.language === 'sh') command(block);
      if (block.language === 'yaml') for (const step of stepsOf(block)) pipeline(block, step);
    }

    it('names no block that is not on the page', () => {
      const lines = blocks.map(({ text }) => first(text));
      for (const line of [...Object.keys(notHere), ...Object.keys(refused)]) expect(lines).toContain(line);
    });

    function command(block: Fence): void {
      const line = first(block.text);
      const why = notHere[line];
      it.skipIf(why !== undefined)(`line ${block.line}: ${line}${why === undefined ? '' : ` (${why})`}`, async () => {
        const output = await ends(block.text, refused[line], await scene.before?.(block));
        await scene.after?.(block, output);
      });
    }

    function pipeline(block: Fence, step: PipelineStep): void {
      it(`line ${block.line}, a step: ${first(step.script)}`, async ({ skip }) => {
        if (scene.step === undefined) return skip('the scene has no such CI system');
        await ends(step.script, undefined, await scene.step(step));
      });
    }

    async function ends(text: string, refusal?: { code: number; says: RegExp }, env?: NodeJS.ProcessEnv) {
      const ran = await scene.shell.run(replaced(text, scene.replace), env);
      expect.soft(ran.code, ran.output).toBe(refusal?.code ?? 0);
      if (refusal !== undefined) expect(ran.output).toMatch(refusal.says);
      return ran.output;
    }
  });
}

const first = (text: string): string => text.split('\n').find((line) => line.trim() !== '') ?? '';

const replaced = (text: string, pairs: Scene['replace']): string =>
  pairs.reduce(
    (result, [shown, real]) => result.replaceAll(shown instanceof RegExp ? new RegExp(shown, 'g') : shown, () => real),
    text,
  );

/** A command that stays up: started as a reader starts it, and ended like with Ctrl-C once it has printed this. */
export const startsUp = (command: string, ready: string): string =>
  [
    `${command} > stays-up.log 2>&1 & pid=$!`,
    `for i in $(seq 300); do grep -q '${ready}' stays-up.log && break; kill -0 $pid || { cat stays-up.log; exit 1; }; sleep 0.2; done`,
    `grep '${ready}' stays-up.log && kill $pid && wait $pid`,
  ].join('\n');
