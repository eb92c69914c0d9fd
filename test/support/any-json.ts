import * as fc from 'fast-check';

/** Any JSON, with the words that the endpoints look for, so that it gets further than nonsense does. */
const words = [
  'package',
  'token',
  'claims',
  'type',
  'issuer',
  'permissions',
  'note',
  'paused',
  'id',
  'iss',
  'aud',
  'sub',
];
const claims = [
  'workspaceUuid',
  'repositoryUuid',
  'repository',
  'workflow_ref',
  'file',
  'pattern',
  'project_path',
  'branchName',
];
const values = [
  'hello',
  '@acme/*',
  'bitbucket',
  'github',
  'gitlab',
  'circleci',
  'createPackage',
  '{}',
  '',
  '\0',
  '\ud83d',
  '*'.repeat(90),
];
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words, ...claims) },
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...values) },
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53),
);
export const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
  ),
}));
/** Whole requests, one field of which is wrong. */
export const trustBody = fc.record(
  {
    type: fc.oneof(fc.constantFrom('bitbucket', 'github', 'gitlab', 'circleci'), tree),
    claims: fc.dictionary(key, tree, { maxKeys: 6 }),
    issuer: tree,
    permissions: tree,
    note: tree,
    paused: tree,
  },
  { requiredKeys: [] },
);
export const checkBody = fc.record(
  {
    package: fc.oneof(fc.constant('hello'), tree),
    token: tree,
    claims: fc.oneof(fc.dictionary(key, tree, { maxKeys: 8 }), tree),
  },
  { requiredKeys: ['package'] },
);
