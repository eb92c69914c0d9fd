import { accept, type Result, refuse } from '../result.ts';
import { buildProvider } from './build.ts';
import { claimNameMistakes } from './claim-names.ts';
import { fieldMistakes } from './field-mistakes.ts';
import { declaredIssuerMistakes } from './issuer-mistakes.ts';
import type { Declaration, DeclarationMistake, DeclaredProvider } from './model.ts';
import { exampleMistakes, linkMistakes, personalMistakes, refusalMistakes } from './run-mistakes.ts';
import { declarationSchema } from './schema.ts';
import { structureMistakes } from './structure.ts';
import { ageMistakes, replayRisk, wholeIssuerMistakes } from './whole-issuer.ts';

/**
 * A provider from data, in the terms of a provider file: what an operator declares without code. Gives every mistake with its place.
 * Never throws, whatever `value` is. Whether it gets on with other providers, providersInForce says.
 */
export function declareProvider(value: unknown): Result<DeclaredProvider, readonly DeclarationMistake[]> {
  const structure = structureMistakes(value, declarationSchema);
  if (structure.length > 0) return refuse(structure);
  // It holds against the schema, of which this type is the other writing.
  const declaration = value as Declaration;
  const mistakes = [
    ...claimNameMistakes(declaration),
    ...fieldMistakes(declaration.fields),
    ...declaredIssuerMistakes(declaration),
    ...wholeIssuerMistakes(declaration),
    ...ageMistakes(declaration),
    ...refusalMistakes(declaration),
    ...linkMistakes(declaration),
    ...personalMistakes(declaration),
  ];
  // Only what else is right can be minted from.
  const found = mistakes.length > 0 ? mistakes : exampleMistakes(declaration);
  if (found.length > 0) return refuse(found);
  return accept({
    provider: buildProvider(declaration),
    replaces: declaration.replaces,
    off: replayRisk(declaration),
  });
}
