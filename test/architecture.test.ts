import { posix } from 'node:path';
import { builtInProviders } from '@sallyport/trust';
import { describe, expect, it } from 'vitest';
import { packageFolders, readJson, readText, sourceFiles, trackedFiles } from './support/checkout.ts';
import {
  cycleIn,
  folderOf,
  importsOf,
  ownPackage,
  roomGraph,
  roomOf,
  specifiersIn,
  withoutComments,
} from './support/imports.ts';

const files = sourceFiles();
const graph = roomGraph(files);

describe('rooms', () => {
  it('an import is read wherever it stands, and no text is taken for one', () => {
    const text = [
      "import './a.css';",
      "import b, { type B } from './b.ts';",
      "import {\n  c,\n} from './c.ts';",
      "export * as d from './d.ts';",
      "const e = () => import('./e.tsx');",
      "export const said = `a token from 'nobody'`;",
      "export const Page = () => <p>A link from './nobody.ts'</p>;",
      "// import { f } from './nobody.ts'",
    ].join('\n');
    expect(specifiersIn(text)).toEqual(['./a.css', './b.ts', './c.ts', './d.ts', './e.tsx']);
  });

  it('every room is found, so that nothing below passes for want of files', () => {
    expect([...graph.keys()].sort()).toEqual(
      expect.arrayContaining([
        'ci',
        'console',
        'gate',
        'gate/exchange',
        'gate/http',
        'gate/publish',
        'gate/store',
        'issuer',
        'trust',
      ]),
    );
    expect(packageFolders()).toEqual(['ci', 'console', 'gate', 'issuer', 'trust']);
  });

  it('an import into another room goes through its one door, index.ts', () => {
    const past = files.flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => target !== undefined && roomOf(target) !== roomOf(file))
        .filter(({ target }) => target !== posix.join(folderOf(roomOf(target ?? '')), 'index.ts'))
        .map(({ specifier }) => `${file}: ${specifier}`),
    );
    expect(past).toEqual([]);
  });

  it('a package imports another by its name alone, and declares it', () => {
    const wrong = files.flatMap((file) => {
      const [, folder = ''] = file.split('/');
      const { dependencies = {} } = readJson(`packages/${folder}/package.json`);
      return importsOf(file)
        .filter(({ specifier, target }) =>
          target === undefined
            ? specifier.startsWith('@sallyport/') &&
              (ownPackage(specifier) === undefined || !(specifier in (dependencies as object)))
            : !target.startsWith(`packages/${folder}/src/`),
        )
        .map(({ specifier }) => `${file}: ${specifier}`);
    });
    expect(wrong).toEqual([]);
  });

  it('no room depends on itself by way of others', () => {
    expect(cycleIn(graph)).toBeUndefined();
    expect(
      cycleIn(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['c'])],
          ['c', new Set(['b'])],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
  });

  it('no capability knows http, the command line or how the gate is composed: nobody calls back', () => {
    for (const room of ['exchange', 'publish', 'publishers', 'settlement', 'audit', 'upstream', 'store', 'grant']) {
      const known = [...(graph.get(`gate/${room}`) ?? [])];
      expect(
        known.filter((other) => ['gate', 'gate/http', 'gate/cli', 'gate/demo'].includes(other)),
        room,
      ).toEqual([]);
    }
  });

  it('the project references of each room are exactly what it imports: the compiler refuses what lies beside or above', () => {
    for (const [room, imported] of graph) {
      const folder = folderOf(room);
      const { references = [] } = readJson(`${folder}/tsconfig.json`) as { references?: { path: string }[] };
      const referenced = references.map(({ path }) => roomOf(`${posix.join(folder, path)}/index.ts`));
      expect(referenced.sort(), room).toEqual([...imported].sort());
    }
  });

  it('docs/architecture.md draws the rooms and their dependencies as they are', () => {
    const drawn = [...readText('docs/architecture.md').matchAll(/^\| `([a-z/]+)` \|([^|]*)\|/gm)].map(
      ([, room = '', known = '']) => [room, [...known.matchAll(/`([a-z/]+)`/g)].map(([, name = '']) => name).sort()],
    );
    expect(Object.fromEntries(drawn)).toEqual(
      Object.fromEntries([...graph].map(([room, known]) => [room, [...known].sort()])),
    );
  });
});

/** The folder of the console that a file lies in, and of a page its own folder. */
const partOf = (file: string): string => /^packages\/console\/src\/(pages\/[^/]+|[^/]+)/.exec(file)?.[1] ?? '';

describe('packages/console', () => {
  const inside = files.filter((file) => roomOf(file) === 'console');
  const known = inside.flatMap((file) =>
    importsOf(file).flatMap(({ target }) =>
      target === undefined ? [] : [{ file, from: partOf(file), to: partOf(target) }],
    ),
  );

  it('nobody imports a page but app, which has the addresses: what two pages share lies beside them', () => {
    const pages = known.filter(({ from, to }) => to.startsWith('pages/') && to !== from);
    expect(pages.filter(({ from }) => from !== 'app')).toEqual([]);
    expect(pages.length).toBeGreaterThan(10);
  });

  it('api knows nothing else of the console; elements know api alone', () => {
    const below: Readonly<Record<string, readonly string[]>> = { api: ['api'], elements: ['api', 'elements'] };
    expect(known.filter(({ from, to }) => below[from]?.includes(to) === false)).toEqual([]);
    expect([...new Set(known.map(({ from }) => from))]).toEqual(expect.arrayContaining(['api', 'elements']));
  });
});

describe('packages/trust', () => {
  it('knows nothing of Node: it compiles without its types and imports jose alone', () => {
    const { compilerOptions } = readJson('packages/trust/src/tsconfig.json') as { compilerOptions: { types: unknown } };
    expect(compilerOptions.types).toEqual([]);
    expect(Object.keys(readJson('packages/trust/package.json').dependencies ?? {})).toEqual(['jose']);
    const imported = files
      .filter((file) => roomOf(file) === 'trust')
      .flatMap((file) => importsOf(file))
      .flatMap(({ specifier, target }) => (target === undefined ? [specifier] : []));
    expect([...new Set(imported)]).toEqual(['jose']);
  });

  it('packages/ci depends on nothing: it is downloaded in every pipeline', () => {
    const manifest = readJson('packages/ci/package.json');
    expect(Object.keys(manifest).filter((key) => /dependencies$/i.test(key))).toEqual([]);
  });
});

describe('what stands in one place only', () => {
  it('no code outside a provider file names a provider; the demo tells the story of one', () => {
    const types = builtInProviders.map(({ type }) => type);
    expect(types).toContain('bitbucket');
    const literal = new RegExp(`(['"\`])(?:${types.join('|')})\\1`);
    const naming = files.filter((file) => literal.test(withoutComments(readText(file))));
    const allowed = /^packages\/(?:trust\/src\/providers\/(?:[a-z]+)|gate\/src\/demo\/stage)\.ts$/;
    expect(naming.filter((file) => !allowed.test(file))).toEqual([]);
    expect(naming).toContain('packages/trust/src/providers/bitbucket.ts');
  });

  it('SQL and its engines stay in the store', () => {
    const engines = /^(?:kysely|pg|node:sqlite)(?:$|\/)/;
    const statement =
      /\b(?:select\s[^;'"]*\sfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|delete\s+from\s|update\s+\w+\s+set\s|create\s+table\s)/i;
    const using = files.filter(
      (file) =>
        importsOf(file).some(({ specifier }) => engines.test(specifier)) ||
        statement.test(withoutComments(readText(file))),
    );
    expect(using.filter((file) => roomOf(file) !== 'gate/store')).toEqual([]);
    expect(using.length).toBeGreaterThan(5);
  });

  it('the clock of the machine is read where programs begin, and nowhere else', () => {
    // The console decides nothing: its pages say "in 5 minutes" by the clock of whoever reads.
    const deciding = files.filter((file) => roomOf(file) !== 'console');
    const reading = deciding.filter((file) => /\bDate\.now\b|new Date\(\)/.test(withoutComments(readText(file))));
    expect(reading).toEqual([
      'packages/gate/src/cli/io.ts',
      'packages/gate/src/compose.ts',
      'packages/gate/src/gate.ts',
      'packages/issuer/src/cli/mint.ts',
      'packages/issuer/src/issuer-server.ts',
    ]);
  });

  it('Math.random decides nothing', () => {
    expect(files.filter((file) => readText(file).includes('Math.random'))).toEqual([]);
  });
});

describe('files', () => {
  it('no source file is longer than 300 lines', () => {
    // Written from openapi.json, one type an endpoint: nobody reads or edits it.
    const generated = 'packages/console/src/api/contract.ts';
    const long = files.filter((file) => file !== generated && readText(file).split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('no drawer is called utils, helpers, common or types', () => {
    expect(trackedFiles().filter((file) => /(?:^|\/)(?:utils?|helpers?|common|types)(?:\.tsx?|\/)/.test(file))).toEqual(
      [],
    );
  });

  it('no host name of a public package registry is written anywhere', () => {
    const hosts = ['registry\\.(?:npmjs|yarnpkg|npmmirror)', '(?:^|[^a-z.-])npmjs', 'npm\\.pkg\\.github', 'npm\\.jsr'];
    const host = new RegExp(`(?:${hosts.join('|')})\\.(?:org|com|io)\\b`, 'im');
    const text = trackedFiles().filter((file) =>
      /\.(?:tsx?|js|json|md|ya?ml|txt|body)$|(?:^|\/)\.npmrc$|rc\.json$/.test(file),
    );
    expect(text.filter((file) => host.test(readText(file)))).toEqual([]);
    expect(host.test(`see ${['registry', 'npmjs', 'org'].join('.')}`)).toBe(true);
  });
});
