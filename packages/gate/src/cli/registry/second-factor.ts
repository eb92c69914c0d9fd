import type { Io } from '../io.ts';
import { EXIT, type Failure, failure } from '../outcome.ts';
import { type Answer, type Call, call, type FactorDemand, pollDone } from './request.ts';

/** As long as a gate keeps a confirmation open, and npm waits no longer for people either. Milliseconds. */
const WAIT_MS = 5 * 60_000;
/** Where the registry does not say how often to ask: never a busy loop. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * A request that may need a second factor, as npm's web flow goes (npm-contract.md section 4): the registry answers with a page to
 * open and an address to ask; the page's approval gives a one-time password for this very request, which is then sent again.
 * Without a terminal nobody reads the page's address in time: both addresses are in the failure, and --otp takes what the second gives.
 * @param otp from --otp: sent at once. A second demand is not followed.
 */
export async function callConfirmed(request: Call, otp: string | undefined, io: Io): Promise<Answer> {
  const answer = await call(otp === undefined ? request : { ...request, otp });
  if (answer.ok || answer.demand === undefined) return answer;
  const { demand, ...refused } = answer;
  if (otp !== undefined) return { ...refused, message: `${refused.message}\nThe one-time password was not accepted.` };
  if (!io.interactive) return { ...refused, ...withAddresses(refused, demand) };
  const given = await obtain(demand, io);
  return 'ok' in given ? given : call({ ...request, otp: given.token });
}

async function obtain({ authUrl, doneUrl }: FactorDemand, io: Io): Promise<{ readonly token: string } | Failure> {
  if (authUrl !== undefined) io.err(`Authenticate your account at:\n${authUrl}\n`);
  if (authUrl !== undefined && doneUrl !== undefined) return waitFor(doneUrl, io);
  const token = (await io.ask('This operation requires a one-time password.\nEnter OTP: ')).trim();
  return /^[\x21-\x7e]{1,512}$/.test(token) ? { token } : failure(EXIT.no, 'declined', 'Nothing was changed.');
}

async function waitFor(doneUrl: string, io: Io): Promise<{ readonly token: string } | Failure> {
  const until = io.now() + WAIT_MS;
  while (io.now() < until) {
    const polled = await pollDone(new URL(doneUrl));
    if ('ok' in polled || 'token' in polled) return polled;
    const asked = polled.retryAfter === undefined ? PAUSE_MS : polled.retryAfter * 1000;
    await io.pause(Math.min(Math.max(asked, PAUSE_MS), LONGEST_PAUSE_MS));
  }
  return failure(
    EXIT.no,
    'second-factor-timeout',
    `nobody approved this within ${WAIT_MS / 60_000} minutes; nothing was changed. Run the command again.`,
  );
}

/** npm's words, with the addresses that it prints. */
function withAddresses(refused: Failure, { authUrl, doneUrl }: FactorDemand): Pick<Failure, 'message' | 'details'> {
  const source = doneUrl === undefined ? 'one-time password' : `the token that ${doneUrl} gives then`;
  const lines = [
    refused.message,
    'This operation requires a one-time password.',
    ...(authUrl === undefined ? [] : [`Open ${authUrl} in a browser and approve it there.`]),
    `Then run the command again with --otp=<${source}>.`,
  ];
  const details = { ...(authUrl === undefined ? {} : { authUrl }), ...(doneUrl === undefined ? {} : { doneUrl }) };
  return { message: lines.join('\n'), details };
}
