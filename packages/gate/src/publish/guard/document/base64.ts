const NOTHING = Buffer.alloc(0);
/** What is handed on at once, about: each piece costs its receivers a trip to another thread and back. Bytes. */
const BLOCK = 192 * 1024;

/**
 * Strict base64 (RFC 4648 section 4) as it passes: padded, no white space, no other alphabet, no bits behind the last byte. Strict
 * means here: what was decoded encodes to the very same text.
 */
export class Base64Decoder {
  #carry = '';
  #padded = false;
  #block: Buffer = NOTHING;
  #filled = 0;

  /** The bytes of earlier text, when enough are together, else none; undefined: this is not strict base64. */
  write(text: Buffer): Buffer | undefined {
    const all = this.#carry + text.toString('latin1');
    const whole = all.length - (all.length % 4);
    this.#carry = all.slice(whole);
    if (whole === 0) return NOTHING;
    if (this.#padded) return undefined;
    const encoded = all.slice(0, whole);
    this.#padded = encoded.endsWith('=');
    const ready = this.#makeRoom((whole / 4) * 3);
    const end = this.#filled + this.#block.write(encoded, this.#filled, 'base64');
    if (this.#block.toString('base64', this.#filled, end) !== encoded) return undefined;
    this.#filled = end;
    return ready;
  }

  /** The rest; undefined: the text may not end here. */
  end(): Buffer | undefined {
    return this.#carry === '' ? this.#block.subarray(0, this.#filled) : undefined;
  }

  #makeRoom(size: number): Buffer {
    if (this.#filled + size <= this.#block.length) return NOTHING;
    const ready = this.#block.subarray(0, this.#filled);
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK, size));
    this.#filled = 0;
    return ready;
  }
}
