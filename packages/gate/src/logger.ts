import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/** What must never be in a log, whoever puts it there (A2): a second line of defence, since nothing logs headers or URLs at all. */
const SECRETS = ['authorization', 'token', 'idToken', 'password', 'credential', 'cookie', 'npm-otp', 'url', 'headers'];

/** Logs as JSON lines to stderr, or for people where stderr is a terminal. */
export function createLogger(stream: NodeJS.WriteStream, level = 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`].map(quoted)), censor: '[hidden]' },
      serializers: {
        req: (request: { id?: string; method?: string }) => ({ id: request.id, method: request.method }),
        res: () => undefined,
      },
    },
    stream.isTTY
      ? pretty({ destination: stream, sync: true, ignore: 'pid,hostname' })
      : (stream satisfies DestinationStream),
  );
}

const quoted = (path: string): string => path.replace(/[^.*]*-[^.*]*/g, (name) => `["${name}"]`).replace('.[', '[');
