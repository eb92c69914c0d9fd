import { accept, type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../refusals/index.ts';

/** A request's path, decoded once (W2): what routes are decided on, and what is forwarded. */
export interface DecodedPath {
  /** Decoded segments between the slashes; a trailing slash leaves an empty last one. */
  readonly segments: readonly string[];
  /** `?...` as it came, or ''. */
  readonly query: string;
}

/**
 * Reads the target of a request line. Refused (W2), because two readers could disagree about it: absolute-form, `%25` (a second
 * decoding), `.` and `..` segments, empty segments, backslash, NUL and other control characters, invalid percent-encoding.
 */
export function readPath(target: string): Result<DecodedPath, Refusal> {
  if (!target.startsWith('/')) return no('must begin with /');
  const end = target.search(/[?#]/);
  const raw = end < 0 ? target : target.slice(0, end);
  const query = end < 0 ? '' : target.slice(end);
  if (query.includes('#')) return no('holds a #');
  if (/%25/.test(raw)) return no('is percent-encoded twice');
  const path = decode(raw);
  if (path === undefined) return no('is not valid percent-encoded UTF-8');
  if (FORBIDDEN.test(path)) return no('holds a backslash or a control character');
  const segments = path.slice(1).split('/');
  if (segments.some((segment) => segment === '.' || segment === '..')) return no('holds a . or .. segment');
  if (segments.slice(0, -1).some((segment) => segment === '')) return no('holds an empty segment');
  return accept({ segments, query });
}

// oxlint-disable-next-line no-control-regex -- they are what is refused
const FORBIDDEN = /[\\\x00-\x1f\x7f-\x9f\ud800-\udfff]/;

const no = (why: string) =>
  refuse(
    refusal(
      'path-refused',
      `This request's path ${why}. Write the path plainly: /@scope%2fname, each character encoded at most once.`,
    ),
  );

function decode(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

/**
 * The decoded path, encoded again for the upstream (W2), in npm's spelling: a scoped name that begins the path or follows
 * `/-/package/` is one segment (`@scope%2fname`); everything else is written segment by segment (tarballs: npm-contract.md section 7).
 */
export function encodePath({ segments, query }: DecodedPath): string {
  const scope = segments[0] === '-' && segments[1] === 'package' ? 2 : 0;
  const joined = segments[scope]?.startsWith('@') && segments[scope + 1] !== undefined && segments[scope + 2] !== '-';
  const parts = segments.map(encodeSegment);
  if (joined) parts.splice(scope, 2, `${parts[scope]}%2f${parts[scope + 1]}`);
  return `/${parts.join('/')}${query}`;
}

/** RFC 3986 `pchar` stays as it is; everything else is percent-encoded. */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(/%(40|3A|24|26|2B|2C|3B|3D)/g, (escaped) => decodeURIComponent(escaped));
