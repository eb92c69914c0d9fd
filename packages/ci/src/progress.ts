import type { Surroundings } from './surroundings.ts';

/** What is being done, for whoever waits: one line that is written over on a terminal, a line each in a log. */
export interface Progress {
  readonly say: (text: string) => void;
  /** Ends the line on a terminal; later lines may follow. */
  readonly end: () => void;
  /** The same surroundings, whose error output does not run into that line. */
  readonly surroundings: Surroundings;
}

/** Back to the start of the line, and clear it. */
const CLEAR = '\r\u001b[2K';

export function progressIn(surroundings: Surroundings): Progress {
  const { stderr, stdout, style, terminal } = surroundings;
  if (!terminal) {
    return { say: (text) => stderr(`${style('bold', text)}\n`), end: () => {}, surroundings };
  }
  let line = '';
  const around = (write: (text: string) => void) => (text: string) => {
    if (line !== '') stderr(CLEAR);
    write(text);
    if (line !== '') stderr(line);
  };
  return {
    say: (text) => {
      // Longer ones would wrap, and only their last row be cleared.
      line = text.slice(0, 78);
      stderr(`${CLEAR}${line}`);
    },
    end: () => {
      if (line !== '') stderr(CLEAR);
      line = '';
    },
    surroundings: { ...surroundings, stderr: around(stderr), stdout: around(stdout) },
  };
}
