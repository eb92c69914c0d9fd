const FHCRC = 0x02;
const FEXTRA = 0x04;
const FNAME = 0x08;
const FCOMMENT = 0x10;
const RESERVED = 0xe0;
const FIXED = 10;

/**
 * How long the gzip header at the start of these bytes is (RFC 1952 section 2.3), `more` when it continues beyond them, `malformed`
 * when it is none. Writers put a file name in it (gzip), a comment, extra fields (bgzip).
 */
export function gzipHeaderLength(bytes: Buffer): number | 'more' | 'malformed' {
  if (bytes.length < FIXED) return 'more';
  const flags = bytes[3] ?? 0;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || (flags & RESERVED) !== 0) return 'malformed';
  let at = FIXED;
  if (flags & FEXTRA) {
    if (bytes.length < at + 2) return 'more';
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if (flags & flag) {
      const end = bytes.indexOf(0, at);
      if (end < 0) return 'more';
      at = end + 1;
    }
  }
  if (flags & FHCRC) at += 2;
  return at <= bytes.length ? at : 'more';
}
