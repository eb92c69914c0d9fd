import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';

/** What every authenticator app takes (RFC 6238): others ignore what deviates. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after that count too, for clocks that differ. */
const WINDOW = 1;
/** RFC 4226 section 4 advises 160 bits. */
const SECRET_BYTES = 20;

export interface NewTotp {
  /** base32 */
  readonly secret: string;
  readonly uri: string;
  /** The URI as a QR code. */
  readonly qr: string;
}

/** A secret for an authenticator app. `label` names the account there, `issuer` the gate. */
export function newTotp(label: string, issuer: string): NewTotp {
  const totp = new TOTP({ ...SHAPE, issuer, label, secret: new Secret({ size: SECRET_BYTES }) });
  const uri = totp.toString();
  return { secret: totp.secret.base32, uri, qr: renderSVG(uri) };
}

/** The time step that this code belongs to, or undefined when it is no code of now. `secret` base32, `now` in milliseconds. */
export function stepOf(code: string, secret: string, now: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^[0-9]{6}$/.test(token)) return undefined;
  const delta = TOTP.validate({ ...SHAPE, token, secret: Secret.fromBase32(secret), timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / SHAPE.period) + delta;
}
