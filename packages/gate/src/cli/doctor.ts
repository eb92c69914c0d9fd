import { type Finding, sentences, verdict } from '../checks/index.ts';
import { configured } from './configured.ts';
import type { Io } from './io.ts';
import { EXIT, type Failure, finding, type Outcome } from './outcome.ts';
import type { Parts } from './parts.ts';
import { paint, plain } from './show.ts';

export interface DoctorFlags {
  readonly config?: string;
}

/** What ends with which code (INTERFACE "Exit codes"); a configuration with mistakes ends before, with 2. */
const EXITS = { fine: EXIT.done, wrong: EXIT.no, later: EXIT.later } as const;

/** Looks at configuration, store, upstream, issuers, clock and addresses: one line each, with what to do where one fails. */
export async function seeDoctor({ config }: DoctorFlags, io: Io, parts: Parts): Promise<Outcome | Failure> {
  const loaded = configured(config, io);
  if ('ok' in loaded) return loaded;
  const findings = await parts.examine(loaded, io.now);
  const status = verdict(findings);
  const checks = findings.map(({ name, status, detail, remedy }) => ({
    name,
    status,
    detail: plain(detail),
    ...(remedy === undefined ? {} : { remedy: plain(remedy) }),
  }));
  return finding(findings.map((found) => line(found, io)).join('\n'), { status, checks }, EXITS[status]);
}

const WORDS: Readonly<Record<Finding['status'], string>> = { ok: 'ok  ', warning: 'warn', failed: 'fail' };

function line(found: Finding, io: Io): string {
  const style = { ok: 'green', warning: 'bold', failed: 'red' } as const;
  return `${paint(io, style[found.status], WORDS[found.status])} ${found.name}: ${plain(sentences(found))}`;
}
