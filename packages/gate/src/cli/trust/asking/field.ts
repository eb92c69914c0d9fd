import type { ClaimField } from '@sallyport/trust';
import type { Io } from '../../io.ts';
import { plain } from '../../show.ts';

/** How often a value may be wrong before it is given up: what answers is no person then. */
const TRIES = 5;
/** Leaves out what is offered for an optional field. */
const NOTHING = '-';

/** What a value has against it, in words for people; undefined: nothing. */
export type Judge = (texts: readonly string[]) => string | undefined;

/** Asks for one claim until its value is right. Empty: an optional one is left out. Undefined: no right value came. */
export async function askField(
  field: ClaimField,
  offered: string | undefined,
  judge: Judge,
  io: Io,
): Promise<readonly string[] | undefined> {
  const { label, help, example, required, forms } = field;
  const several = forms.includes('all') ? ' Several: with spaces between.' : '';
  io.err(`\n${label}${required ? '' : ' (optional)'}\n  ${help}${several}\n  Example: ${example}\n`);
  const leave = required ? '' : offered === undefined ? ' (Enter: none)' : ` (${NOTHING}: none)`;
  const question = `${label}${leave}${offered === undefined ? '' : ` [${plain(offered)}]`}: `;
  for (let tries = 0; tries < TRIES; tries++) {
    const typed = (await io.ask(question)).trim() || (offered ?? '');
    if (!required && (typed === '' || typed === NOTHING)) return [];
    const texts = forms.includes('all') ? typed.split(/[\s,]+/) : [typed];
    const mistake = typed === '' ? `${label} is needed` : judge(texts);
    if (mistake === undefined) return texts;
    io.err(`${plain(mistake).replace(/\.$/, '')}.\n`);
  }
  return undefined;
}
