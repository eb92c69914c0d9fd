import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Io } from '../io.ts';
import { EXIT, type Failure, failure, finding, type Outcome } from '../outcome.ts';
import { findRegistry, withBearer } from '../registry/find.ts';
import type { Call } from '../registry/request.ts';
import { callConfirmed } from '../registry/second-factor.ts';
import { paint, plain } from '../show.ts';

/** What every switch command takes. */
export interface SwitchFlags {
  readonly registry?: string;
  readonly otp?: string;
}

/** A switch as a gate answers it. */
const Answered = Type.Object({
  name: Type.String(),
  kind: Type.String(),
  title: Type.Optional(Type.String()),
  disabled: Type.Optional(
    Type.Object({
      by: Type.String(),
      configured: Type.Boolean(),
      at: Type.Optional(Type.String()),
      note: Type.Optional(Type.String()),
    }),
  ),
});
type Answered = Static<typeof Answered>;

/** Every provider and issuer of the gate, and which are switched off, by whom, since when and why. */
export async function listSwitches(flags: SwitchFlags, io: Io): Promise<Outcome> {
  const answer = await ask({ method: 'GET' }, flags, io);
  if (!answer.ok) return answer;
  if (!Check(Type.Array(Answered), answer.body)) return NO_SWITCHES;
  return finding(answer.body.map((one) => showSwitch(one, io)).join('\n'), answer.body);
}

/** Switches a provider or exact issuer off or on, at every gate of that store at once. */
export async function turnSwitch(
  name: string,
  disabled: boolean,
  flags: SwitchFlags & { readonly note?: string },
  io: Io,
): Promise<Outcome> {
  const note = flags.note === undefined ? {} : { note: flags.note };
  const answer = await ask({ method: 'PUT', body: { name, disabled, ...note } }, flags, io);
  if (!answer.ok) return answer;
  return Check(Answered, answer.body) ? finding(showSwitch(answer.body, io), answer.body) : NO_SWITCHES;
}

async function ask(call: Pick<Call, 'method' | 'body'>, { registry: flag, otp }: SwitchFlags, io: Io) {
  const registry = withBearer(findRegistry(undefined, flag, io));
  if ('ok' in registry) return registry;
  const url = new URL('/-/sallyport/v1/switches', registry.url);
  return callConfirmed({ ...call, url, bearer: registry.bearer }, otp, io);
}

const NO_SWITCHES: Failure = failure(
  EXIT.usage,
  'answer-malformed',
  'the registry did not answer with switches: is a gate of Sallyport there?',
);

function showSwitch({ name, kind, title, disabled }: Answered, io: Io): string {
  const state = disabled === undefined ? paint(io, 'green', 'on ') : paint(io, 'red', 'off');
  const about = title === undefined ? '' : ` (${plain(title)})`;
  return `${state} ${plain(kind)} ${plain(name)}${about}${disabled === undefined ? '' : whyOff(disabled)}`;
}

function whyOff({ by, configured, at, note }: NonNullable<Answered['disabled']>): string {
  const since = at === undefined ? '' : ` since ${plain(at)}`;
  const also = configured && by !== 'configuration' ? ' and by the configuration' : '';
  const why = note === undefined ? '' : `: ${plain(note)}`;
  return `, by ${by === 'configuration' ? 'the configuration' : plain(by)}${since}${also}${why}`;
}
