/** `@acme/hello@1.0.0`, or the name alone where there is no version. */
export const nameOf = ({ name, version }: { readonly name: string; readonly version: string | undefined }): string =>
  version === undefined ? name : `${name}@${version}`;

/** Rows of equally many cells, in columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

/** `40 packages: 37 published, 2 private, 1 refused` */
export function countsOf(words: readonly string[]): string {
  const counts = [...new Set(words)].map((word) => `${words.filter((one) => one === word).length} ${word}`);
  return `${words.length} ${words.length === 1 ? 'package' : 'packages'}: ${counts.join(', ')}`;
}
