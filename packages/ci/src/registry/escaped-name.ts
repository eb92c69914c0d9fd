/** A package's name in a path, as npm escapes it: `@` as it is, `/` in lower-case hexadecimal. */
export const escapedName = (name: string): string => encodeURIComponent(name).replace('%40', '@').replace('%2F', '%2f');
