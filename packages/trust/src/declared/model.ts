import type { Claims } from '../claims.ts';
import type { Provider } from '../provider.ts';

/** One mistake of a declaration: where it stands (keys and indices from the top), what was found, what is accepted. */
export interface DeclarationMistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A declared provider, ready to use beside the built-in ones. */
export interface DeclaredProvider {
  readonly provider: Provider;
  /** The type of the built-in provider whose place it takes. */
  readonly replaces: string | undefined;
  /** Why it may not be on as it is declared: a risk that nobody has accepted. A sentence for the operator; undefined: it is on. */
  readonly off: string | undefined;
}

/** What an operator writes, once it holds against the schema (schema.ts says what each part means). */
export interface Declaration {
  readonly type: string;
  readonly title: string;
  readonly replaces?: string;
  readonly issuer: {
    readonly exact?: readonly string[];
    readonly template?: NonNullable<Provider['issuer']['template']>;
    readonly oneTenant?: boolean;
    readonly unanswered?: string;
  };
  readonly algorithms?: readonly string[];
  readonly audience?: { readonly fixed: string; readonly acceptReplayRisk?: boolean };
  readonly maxTokenAge: string;
  readonly fields: readonly DeclaredField[];
  readonly required?: readonly string[];
  readonly pins?: readonly string[];
  readonly refuses?: readonly DeclaredRefusal[];
  readonly shows?: readonly string[];
  readonly personal?: readonly string[];
  readonly links?: { readonly repository?: string; readonly run?: string };
  readonly obtain: string;
  readonly snippet: { readonly file: string; readonly text: string };
  readonly audienceYaml?: string;
  readonly token: {
    readonly lifetime: string;
    readonly jti?: boolean;
    readonly notBefore?: string;
    readonly defaultAudience?: string;
    readonly example: Claims;
  };
}

export interface DeclaredField {
  readonly claim: string;
  readonly flag?: string;
  readonly label: string;
  readonly help: string;
  readonly example: string;
  readonly required?: boolean;
  readonly identifies?: readonly ('tenant' | 'repository')[];
  readonly forms?: readonly ('exact' | 'pattern' | 'file' | 'all')[];
  readonly shape: string;
  readonly maxLength?: number;
  readonly normalise?: 'trim' | 'lower-case' | 'uuid-braces';
  readonly ignoreCase?: boolean;
  readonly references?: readonly string[];
  readonly files?: 'name' | 'path';
  readonly missing?: string;
  readonly differs?: string;
  readonly phrase?: { readonly preposition: string; readonly noun: string };
  readonly unique?: true;
  readonly raises?: {
    readonly weight: number;
    readonly why: string;
    readonly exact?: string;
    readonly prefixes?: readonly string[];
  };
}

/** One condition beside claim and why. */
export interface DeclaredRefusal {
  readonly claim: string;
  readonly why: string;
  readonly equals?: Scalar;
  readonly oneOf?: readonly Scalar[];
  readonly startsWith?: string;
  readonly contains?: string;
  readonly unless?: Scalar;
  readonly differsFrom?: string;
}

export type Scalar = string | number | boolean;
