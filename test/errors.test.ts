import { REASONS } from '@sallyport/trust';
import { describe, expect, it } from 'vitest';
import { LOCAL_CODES } from '../packages/ci/src/result.ts';
import { STATUS } from '../packages/gate/src/http/errors.ts';
import { CODES, GATE_CODES } from '../packages/gate/src/refusals/index.ts';
import { readText, sourceFiles } from './support/checkout.ts';
import { withoutComments } from './support/imports.ts';

const page = readText('docs/errors.md');
const documented = [...page.matchAll(/^### ([a-z-]+)\n\*\*(\d{3})\*\* (.+)$/gm)].map(([, code = '', status, text]) => ({
  code,
  status: Number(status),
  text,
}));

/** The code of every source file but those that list codes. */
const sources = sourceFiles()
  .filter((file) => !/refusals\/index\.ts$|http\/errors\.ts$|trust\/src\/reason\.ts$|ci\/src\/result\.ts$/.test(file))
  .map((file) => ({ file, text: withoutComments(readText(file)) }));

describe('the codes of errors are a closed list', () => {
  it('list, types, statuses and docs/errors.md are equal, in the same order', () => {
    expect(CODES).toEqual([...REASONS, ...GATE_CODES]);
    expect(new Set(CODES).size).toBe(CODES.length);
    expect(Object.keys(STATUS)).toEqual(CODES);
    expect(documented.map(({ code }) => code).sort()).toEqual([...CODES].sort());
  });

  it('docs/errors.md has the status that the gate answers, and says what to do', () => {
    expect(page.match(/^### /gm)?.length).toBe(CODES.length);
    for (const { code, status, text } of documented) {
      expect(status, code).toBe(STATUS[code as keyof typeof STATUS]);
      expect(text?.length, code).toBeGreaterThan(25);
    }
  });

  it('every code is one that somebody can meet: the source uses it', () => {
    const unused = CODES.filter((code) => !sources.some(({ text }) => text.includes(`'${code}'`)));
    expect(unused).toEqual([]);
    const gates = GATE_CODES.filter(
      (code) => !sources.some(({ file, text }) => file.startsWith('packages/gate/') && text.includes(`'${code}'`)),
    );
    expect(gates).toEqual([]);
  });

  it('the codes of sallyport-ci are documented, and used', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| /gm)].map(([, code]) => code);
    expect(rows).toEqual([...LOCAL_CODES]);
    const own = sources.filter(({ file }) => file.startsWith('packages/ci/'));
    expect(LOCAL_CODES.filter((code) => !own.some(({ text }) => text.includes(`'${code}'`)))).toEqual([]);
  });
});

it('no refused publish is answered with 401, on which yarn drops the reason', () => {
  const publish = CODES.filter((code) => /^(?:publish|document|tarball|upstream|version|write|credential)-/.test(code));
  expect(publish.length).toBeGreaterThan(20);
  expect(publish.filter((code) => code !== 'publisher-invalid' && STATUS[code] === 401)).toEqual([]);
});
