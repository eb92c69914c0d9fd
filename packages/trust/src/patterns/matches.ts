type Step = { readonly kind: 'text'; readonly unit: number } | { readonly kind: 'segment' } | { readonly kind: 'any' };

const SLASH = 0x2f;

/**
 * Whether a pattern matches a whole text (V10). `*` stands for any characters but `/`, also none; two or more stars for any characters
 * at all; everything else, `?` and `[` too, for itself. There is no escape: what is matched (refs, branches) cannot hold a star.
 *
 * Every step of the pattern is either reached or not, for each character once: time is text times pattern, whatever they hold. A
 * backtracking matcher takes seconds for `*a*a*a*a*a*a*b` against 80 letters.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const steps = stepsOf(pattern);
  let reached = new Uint8Array(steps.length + 1);
  let next = new Uint8Array(steps.length + 1);
  reached[0] = 1;
  passStars(steps, reached);
  for (let at = 0; at < text.length; at++) {
    next.fill(0);
    advance(steps, reached, next, text.charCodeAt(at));
    passStars(steps, next);
    [reached, next] = [next, reached];
  }
  return reached[steps.length] === 1;
}

function advance(steps: readonly Step[], reached: Uint8Array, next: Uint8Array, unit: number): void {
  for (const [index, step] of steps.entries()) {
    if (reached[index] === 0) continue;
    if (step.kind === 'text') {
      if (step.unit === unit) next[index + 1] = 1;
    } else if (step.kind === 'any' || unit !== SLASH) {
      next[index] = 1;
    }
  }
}

/** A star may stand for nothing: whoever is before it is after it too. */
function passStars(steps: readonly Step[], reached: Uint8Array): void {
  for (const [index, step] of steps.entries()) {
    if (reached[index] === 1 && step.kind !== 'text') reached[index + 1] = 1;
  }
}

function stepsOf(pattern: string): readonly Step[] {
  const parts = pattern.match(/\*+|[^*]/g) ?? [];
  return parts.map((part): Step => {
    if (part === '*') return { kind: 'segment' };
    return part.startsWith('*') ? { kind: 'any' } : { kind: 'text', unit: part.charCodeAt(0) };
  });
}
