import { buildField, flagOf } from './build-field.ts';
import { holeProblem } from './claim-names.ts';
import type { DeclarationMistake, DeclaredField } from './model.ts';
import { FILES } from './shapes.ts';
import { holesOf, parseTemplate } from './template.ts';

/** Flags that `trust add` has whatever the provider. */
const RESERVED_FLAGS: readonly string[] = [
  'registry',
  'otp',
  'json',
  'config',
  'issuer',
  'note',
  'token-lifetime',
  'allow-publish',
  'allow-stage-publish',
  'yes',
  'dry-run',
  'help',
  'version',
  'id',
];

/** What is wrong with the fields, beyond their structure. */
export function fieldMistakes(fields: readonly DeclaredField[]): readonly DeclarationMistake[] {
  return fields.flatMap((field, index) => {
    const earlier = fields.slice(0, index);
    const at = (key: string, message: string): DeclarationMistake => ({ path: ['fields', index, key], message });
    return [
      ...(earlier.some(({ claim }) => claim === field.claim) ? [at('claim', `${field.claim} is here twice`)] : []),
      ...flagMistakes(field, earlier).map((message) => at('flag', message)),
      ...formMistakes(field).map((message) => at('forms', message)),
      ...referenceMistakes(field).map((message) => at('references', message)),
      ...exampleMistakes(field).map((message) => at('example', message)),
    ];
  });
}

function flagMistakes(field: DeclaredField, earlier: readonly DeclaredField[]): readonly string[] {
  const flag = flagOf(field);
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(flag) || flag.startsWith('no-')) {
    return [`the flag ${JSON.stringify(flag)} cannot be typed; give one of lower-case words joined by -`];
  }
  if (RESERVED_FLAGS.includes(flag)) return [`--${flag} means something else already; give another flag`];
  return earlier.some((other) => flagOf(other) === flag) ? [`--${flag} is the flag of two claims; give another`] : [];
}

/** What says whose run it is takes no pattern: `**` would be anybody's. */
function formMistakes({ forms = ['exact'], identifies = [], shape }: DeclaredField): readonly string[] {
  const mistakes: string[] = [];
  if (identifies.length > 0 && forms.join() !== 'exact') {
    mistakes.push(
      'a claim that identifies is compared exactly, as a pattern could be anybody: accepted there: [exact]',
    );
  }
  if (forms.includes('all') && forms.length > 1) mistakes.push('all stands alone: a list is configured as a list');
  if (forms.includes('file') && shape !== 'reference') {
    mistakes.push('a claim with files is a whole reference: its shape must be reference');
  }
  return mistakes;
}

function referenceMistakes({ forms = ['exact'], references = [] }: DeclaredField): readonly string[] {
  if (forms.includes('file') !== references.length > 0) {
    return ['references belong to the form file, which needs at least one'];
  }
  return references.flatMap((reference) => {
    const template = parseTemplate(reference);
    if (template === undefined) return ['a brace has no other half'];
    const holes = holesOf(template);
    if (holes.filter((hole) => hole === 'file').length !== 1) return ['a reference has {file} once'];
    return holes.map((hole) => holeProblem(hole, ['file', 'issuer.host'])).filter((problem) => problem !== undefined);
  });
}

function exampleMistakes(field: DeclaredField): readonly string[] {
  const { example, forms = ['exact'], files = 'name' } = field;
  const { pattern, maxLength, shape, normalise } = buildField({ ...field, references: [] });
  const value = normalise?.(example) ?? example;
  if (forms.includes('file')) {
    return new RegExp(FILES[files], 'u').test(example) ? [] : ['it must be the name of a file ending in .yml or .yaml'];
  }
  return new RegExp(pattern, 'u').test(value) && value.length <= maxLength ? [] : [`it must be ${shape}`];
}
