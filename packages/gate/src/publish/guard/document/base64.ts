const NOTHING = Buffer.alloc(0);

/**
 * Strict base64 (RFC 4648 section 4) as it passes: padded, no white space, no other alphabet, no bits behind the last byte. Strict
 * means here: what was decoded encodes to the very same text.
 */
export class Base64Decoder {
  #carry: Buffer = NOTHING;
  #padded = false;

  /** The bytes that became complete; undefined: this is not strict base64. */
  write(text: Buffer): Buffer | undefined {
    const all = this.#carry.length === 0 ? text : Buffer.concat([this.#carry, text]);
    const whole = all.length - (all.length % 4);
    // Copied: the chunk that it points into is gone when the next one comes.
    this.#carry = Buffer.from(all.subarray(whole));
    if (whole === 0) return NOTHING;
    if (this.#padded) return undefined;
    const encoded = all.toString('latin1', 0, whole);
    this.#padded = encoded.endsWith('=');
    const bytes = Buffer.from(encoded, 'base64');
    return bytes.toString('base64') === encoded ? bytes : undefined;
  }

  /** Whether the text may end here. */
  get complete(): boolean {
    return this.#carry.length === 0;
  }
}
