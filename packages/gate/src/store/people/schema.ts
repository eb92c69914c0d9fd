/** The tables behind people-model.ts. Secrets stand here as hashes, or sealed with a key that is not in the store (A2). */
export type PeopleTables = {
  sessions: SessionRow;
  passkeys: PasskeyRow;
  totp: { account: string; sealed: string; confirmed_at: number | null; last_step: number | null };
  /** One row an account: codes are replaced as a whole, also where two requests do so at once. */
  recovery_codes: { account: string; hashes: string };
  challenges: { value: string; purpose: string; account: string | null; expires_at: number };
  links: { hash: string; expires_at: number };
  confirmations: ConfirmationRow;
};

export type SessionRow = {
  id: string;
  secret_hash: string;
  account: string;
  method: string;
  source: string | null;
  strong: number;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
  address: string;
  user_agent: string | null;
};

export type PasskeyRow = {
  id: string;
  account: string;
  public_key: string;
  counter: number;
  /** JSON: a list of texts. */
  transports: string;
  name: string;
  created_at: number;
  last_used_at: number | null;
};

export type ConfirmationRow = {
  id: string;
  done_hash: string;
  account: string;
  credential: string;
  method: string;
  path: string;
  body_digest: string;
  shown: string;
  state: string;
  /** Of the npm-otp that was handed out last. */
  otp_hash: string | null;
  created_at: number;
  expires_at: number;
};
