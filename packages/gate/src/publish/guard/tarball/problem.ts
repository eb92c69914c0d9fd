/** Why a tarball is refused. `why` completes "The tarball is refused: ...". */
export interface TarballProblem {
  readonly code: 'tarball-malformed' | 'tarball-too-large';
  readonly why: string;
}

export const bad = (why: string): TarballProblem => ({ code: 'tarball-malformed', why });
export const tooLarge = (why: string): TarballProblem => ({ code: 'tarball-too-large', why });

/** Gate and another reader would not see the same files in it. */
export const TWO_READINGS = bad('its headers can be read in two ways');
