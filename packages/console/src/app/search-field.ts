/** How long a page may take until its search field stands there. Milliseconds. */
const SOON_MS = 3000;

/** Puts the focus into the page's search field (`input[type=search]`), now, or as soon as the page shows one. Whether it was there. */
export function focusSearch({ soon = false } = {}): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  if (field !== null) {
    field.focus();
    field.select();
    return true;
  }
  if (soon) {
    const watch = new MutationObserver(() => {
      if (focusSearch()) watch.disconnect();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => watch.disconnect(), SOON_MS);
  }
  return false;
}
