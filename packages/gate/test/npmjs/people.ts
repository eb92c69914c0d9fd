import type { Reply } from './model.ts';
import { NOT_FOUND } from './model.ts';

/** The account that the gate's credential belongs to. */
export const BOT = 'acme-bot';

/** The accounts of the registry, and whose a credential is. */
export class People {
  /** Password by name. */
  readonly #accounts = new Map<string, string>();
  readonly #credential: string;

  constructor(credential: string) {
    this.#credential = credential;
  }

  /** npm's older login: makes the account, and gives its token. */
  signUp(body: Buffer): Reply {
    const { name, password } = JSON.parse(body.toString('utf8')) as { name: string; password: string };
    this.#accounts.set(name, password);
    return { status: 201, body: { ok: true, token: tokenOf(name) } };
  }

  /** The account and its token are no more. */
  remove(name: string): void {
    this.#accounts.delete(name);
  }

  about(name: string): Reply {
    return this.#accounts.has(name) ? { status: 200, body: { name } } : NOT_FOUND;
  }

  callerOf(authorization = ''): string | undefined {
    const [scheme, value = ''] = authorization.split(' ');
    if (scheme === 'Bearer' && value === this.#credential) return BOT;
    if (scheme === 'Bearer') return [...this.#accounts.keys()].find((name) => tokenOf(name) === value);
    if (scheme !== 'Basic') return undefined;
    const text = Buffer.from(value, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    const name = text.slice(0, colon);
    return colon > 0 && this.#accounts.get(name) === text.slice(colon + 1) ? name : undefined;
  }
}

const tokenOf = (name: string): string => `npm_token-of-${name}`;
