import { urlMistakes } from '../issuers/mistakes.ts';
import { segmentOf } from '../issuers/template.ts';
import type { Declaration, DeclarationMistake } from './model.ts';

/** V2: public issuers exactly, or with one hole that is a whole segment of the path. */
export function declaredIssuerMistakes({ issuer, required, fields }: Declaration): readonly DeclarationMistake[] {
  const { exact = [], template, oneTenant = false } = issuer;
  const mistakes: DeclarationMistake[] = exact.flatMap((url, index) =>
    problems(url).map((message) => ({ path: ['issuer', 'exact', index], message })),
  );
  if (oneTenant && (exact.length > 0 || template !== undefined)) {
    const message =
      'an issuer that is public has many tenants; accepted only where `issuers` lists each issuer, one for a server of your own';
    mistakes.push({ path: ['issuer', 'oneTenant'], message });
  }
  if (template === undefined) return mistakes;
  const { before, after, example, equalsClaim } = template;
  if (!/^https:\/\/[^/{}]+\/(?:[^{}]*\/)?$/.test(before)) {
    mistakes.push({
      path: at('before'),
      message: 'accepted: https://host/ and more, up to the segment, with a slash at the end',
    });
  }
  if (!/^(?:\/[^{}]+)?$/.test(after)) {
    mistakes.push({ path: at('after'), message: 'accepted: nothing, or what follows the segment, with a slash first' });
  }
  if (mistakes.length > 0) return mistakes;
  mistakes.push(...problems(before + example + after).map((message) => ({ path: at('before'), message })));
  if (segmentOf(template, before + example + after) === undefined) {
    mistakes.push({ path: at('example'), message: `this is no ${template.segment}` });
  }
  const always = required ?? fields.filter((field) => field.required === true).map(({ claim }) => claim);
  if (equalsClaim !== undefined && !always.includes(equalsClaim)) {
    mistakes.push({
      path: at('equalsClaim'),
      message: `${equalsClaim} must be in \`required\`: every token has to say it`,
    });
  }
  return mistakes;
}

const at = (key: string): DeclarationMistake['path'] => ['issuer', 'template', key];

const problems = (issuer: string): readonly string[] => urlMistakes({ issuer, insecure: false, default: false });
