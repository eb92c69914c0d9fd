import { code, table } from './markdown.ts';

/** A test file: its path, and its text. */
export interface TestFile {
  readonly file: string;
  readonly text: string;
}

const TITLE = /['"`]([VDGPWTEA]\d{1,2}(?:, [VDGPWTEA]\d{1,2})*): /g;

/** The files in which a test carries each rule in its title; attacks are a folder of their own. */
export function testsOfRules(files: readonly TestFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { file, text } of files) {
    for (const [, rules = ''] of text.matchAll(TITLE)) {
      for (const rule of rules.split(', ')) {
        const tests = found.get(rule) ?? new Set();
        found.set(rule, tests.add(file.replace(/(\/attacks)\/.*/, '$1/')));
      }
    }
  }
  return new Map([...found].map(([rule, tests]) => [rule, [...tests].sort()]));
}

/** The rules that a page explains: its headings `### V1 ...`. */
export const rulesOf = (page: string): readonly string[] =>
  [...page.matchAll(/^### ([VDGPWTEA]\d{1,2}) /gm)].map(([, rule = '']) => rule);

/** Which tests hold which rule. */
export const ruleTable = (rules: readonly string[], tests: ReadonlyMap<string, readonly string[]>): string =>
  table(
    ['rule', 'tests whose titles begin with it'],
    rules.map((rule) => [rule, (tests.get(rule) ?? []).map(code).join(', ') || 'none yet']),
  );
