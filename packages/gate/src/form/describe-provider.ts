import { claimsSchema, type Provider, type SnippetContext } from '@sallyport/trust';

/** A provider as the console, commands and other people's tools draw it: its data, and what its functions give for this context. */
export function describeProvider(provider: Provider, context: SnippetContext) {
  const { type, title, issuer, algorithms, required, pins, obtain, shows, refuses, token } = provider;
  const { template, exact } = issuer;
  const example = template === undefined ? exact[0] : `${template.before}${template.example}${template.after}`;
  return {
    type,
    title,
    issuer: {
      ...issuer,
      ...(template === undefined ? {} : { pattern: `${template.before}{segment}${template.after}` }),
      ...(example === undefined ? {} : { sample: example }),
    },
    algorithms,
    required,
    pins,
    shows,
    refuses: refuses.map(({ claim, why }) => ({ claim, why })),
    obtain,
    audience: context.audience,
    audienceYaml: provider.audienceYaml(context.audience),
    /** The payload of a real token, as its issuer would write it. */
    sample: {
      iss: example,
      aud: token.audience([context.audience], token.example),
      ...token.derive(token.example, example ?? ''),
    },
    // What else is a function of a field does not travel: JSON has none.
    fields: provider.fields.map(({ normalise, raises, ...field }) => ({
      ...field,
      ...(raises === undefined ? {} : { raises: { weight: raises.weight, why: raises.why } }),
      /** How the example is stored: what is pasted is brought into this form. */
      stored: normalise?.(field.example) ?? field.example,
    })),
    claimsSchema: claimsSchema(provider),
    snippet: provider.snippet(context),
  };
}
