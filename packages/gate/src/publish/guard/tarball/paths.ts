import { bad, type TarballProblem } from './problem.ts';

/** Why a path of a tarball is refused, whatever lies there (P3): it must mean the same place, below the top folder, to every reader. */
export function pathProblem(path: string): TarballProblem | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return bad('it has an absolute path');
  if (path.includes('\\') || path.includes('\0')) return bad('it has a path with a backslash or NUL in it');
  const parts = path.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return bad('it has a path with `..` in it');
  if (parts.includes('.') || parts.includes('')) return bad('it has a path with an empty part or `.` in it');
  return undefined;
}

/**
 * Whether some file system would take one path for the other: letter case, compatibility forms, characters that are ignored, dots and
 * spaces that Windows drops, and its alternate streams.
 */
export const looksLike = (path: string, wanted: string): boolean => fold(path) === fold(wanted);

const fold = (path: string): string =>
  path
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .split('/')
    .map((part) => part.replace(/:.*$/s, '').replace(/[. ]+$/, ''))
    .join('/');
