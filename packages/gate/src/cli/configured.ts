import { type Loaded, loadConfiguration, type Mistake } from '../config/index.ts';
import type { Io } from './io.ts';
import { EXIT, type Failure, failure } from './outcome.ts';
import { plain } from './show.ts';

type Configured = Exclude<Loaded, { mistakes: unknown }>;

export const readConfiguration = (file: string | undefined, io: Io): Loaded =>
  loadConfiguration({ file, env: io.env, cwd: io.cwd });

/** The configuration, as every command finds it; or one line for each of its mistakes. */
export function configured(file: string | undefined, io: Io): Configured | Failure {
  const loaded = readConfiguration(file, io);
  return 'mistakes' in loaded
    ? failure(EXIT.usage, 'configuration-invalid', loaded.mistakes.map(line).join('\n'))
    : loaded;
}

export const line = ({ place, message }: Mistake): string => `${plain(place)}: ${plain(message)}`;
