import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/** A second line of defence (A2): nothing logs headers, bodies or URLs at all, and a fact of such a name is hidden anyway. */
const SECRETS = ['authorization', 'token', 'idToken', 'password', 'credential', 'cookie', 'url', 'headers', 'body'];

/** Logs as JSON lines to stderr, or for people where stderr is a terminal. */
export function createLogger(stream: NodeJS.WriteStream, level = 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: SECRETS, censor: '[hidden]' },
      serializers: {
        req: (request: { id?: string; method?: string }) => ({ id: request.id, method: request.method }),
        res: () => undefined,
      },
    },
    stream.isTTY ? pretty({ destination: stream, sync: true, ignore: 'pid,hostname' }) : turnByTurn(stream),
  );
}

/** What is logged within one turn of the event loop is one write, which a pipe makes the whole process wait for. */
function turnByTurn(stream: NodeJS.WriteStream): DestinationStream {
  let lines = '';
  const flush = (): void => {
    const written = lines;
    lines = '';
    if (written !== '') stream.write(written);
  };
  // The last words of a process that ends within the turn.
  process.once('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}
