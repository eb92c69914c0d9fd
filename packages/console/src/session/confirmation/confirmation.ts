import type { Answer } from '../../api/index.ts';

export type ConfirmationAnswer = Answer<'GET /-/sallyport/v1/confirmations/{id}'>;

/** What a confirmation that waits no more says for itself. */
export const ENDED: Readonly<
  Record<Exclude<ConfirmationAnswer['state'], 'waiting'>, { readonly title: string; readonly words: string }>
> = {
  approved: {
    title: 'Confirmed',
    words: 'The command goes on by itself. You can close this page.',
  },
  used: {
    title: 'This was confirmed and done',
    words: 'It cannot be used a second time. To change something else, run the command again. You can close this page.',
  },
  refused: {
    title: 'Refused: nothing was changed',
    words: 'If you did not ask for it, somebody may have your token: revoke it. You can close this page.',
  },
  expired: {
    title: 'This waited too long: nothing was changed',
    words: 'A confirmation is good for five minutes. Run the command again, and open the address that it prints.',
  },
};
