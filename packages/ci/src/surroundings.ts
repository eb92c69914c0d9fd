/** What a run touches of the outside: injected, so that a test can stand in for a CI step. */
export interface Surroundings {
  readonly env: Environment;
  /** The package's folder, absolute. */
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Colours text, or leaves it alone where the output is no terminal or NO_COLOR is set. */
  readonly style: (format: 'bold' | 'green' | 'red', text: string) => string;
  readonly fetch: typeof fetch;
  /** Somebody looks at the error output: one line may be written over. Not in CI, where every line is kept. */
  readonly terminal: boolean;
  /** Milliseconds since any start. */
  readonly now: () => number;
  /** Milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborted when the CI system ends the step: children are stopped, temporary files removed. */
  readonly signal: AbortSignal;
}

export type Environment = Readonly<Record<string, string | undefined>>;
