/** What takes keys in a field; undefined while there is nothing yet. */
function controlIn(field: HTMLElement): HTMLElement | undefined {
  const controls = field.querySelectorAll<HTMLElement>(
    'input, textarea, select, button, a[href], [tabindex="0"]',
  );
  return [...controls].find(
    control =>
      !control.matches(':disabled') &&
      control.tabIndex >= 0 &&
      !control.closest('[aria-hidden=true]'),
  );
}

/**
 * Puts the focus into a field: on its first control, or on the field itself until there is one, since choices may still have to
 * be read. @returns ends the waiting for that
 */
export function enterField(field: HTMLElement): () => void {
  const control = controlIn(field);
  (control ?? field).focus({ preventScroll: true });
  const waiting = new MutationObserver(() => {
    const now = controlIn(field);
    if (!now) return;
    waiting.disconnect();
    if (document.activeElement === field) now.focus({ preventScroll: true });
  });
  if (!control)
    waiting.observe(field, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => waiting.disconnect();
}
