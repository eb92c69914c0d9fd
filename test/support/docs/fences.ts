import { readText } from '../checkout.ts';

/** A block of code of a page. */
export interface Fence {
  /** `sh`, `yaml`, ...; '' where the page names none. */
  readonly language: string;
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** The blocks of code of a Markdown page, also within lists (CommonMark section 4.5, fences of backticks). */
export function fencesOf(file: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { indent: string; language: string; line: number; text: string[] } | undefined;
  for (const [index, line] of readText(file).split('\n').entries()) {
    const mark = /^( *)```(\S*)/.exec(line);
    if (open === undefined) {
      if (mark !== null) open = { indent: mark[1] ?? '', language: mark[2] ?? '', line: index + 1, text: [] };
    } else if (mark === null) {
      open.text.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
    } else {
      fences.push({ language: open.language, line: open.line, text: `${open.text.join('\n')}\n` });
      open = undefined;
    }
  }
  return fences;
}

/** What a reader runs: every block of shell commands. */
export const commandsOf = (file: string): readonly Fence[] =>
  fencesOf(file).filter(({ language }) => language === 'sh');
