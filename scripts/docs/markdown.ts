/** A Markdown table. Cells are text: what would end a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;

/** Text as code, `-` where there is none. */
export const code = (text: string | undefined): string => (text === undefined || text === '' ? '-' : `\`${text}\``);

export const codes = (texts: readonly string[]): string => (texts.length === 0 ? '-' : texts.map(code).join(', '));
