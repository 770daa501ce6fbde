/** One entry of `{scope}/providers/Microsoft.Authorization/permissions`: what one assignment of a role gives there. */
export interface Permission {
  actions?: string[];
  notActions?: string[];
}

/**
 * Those of the actions that no permission gives. A condition on an assignment cannot be seen in Azure's answer: an action
 * that it holds back counts as given.
 */
export function missingActions(actions: readonly string[], given: readonly Permission[]): string[] {
  return actions.filter(
    action =>
      !given.some(
        permission =>
          (permission.actions ?? []).some(pattern => covers(pattern, action)) &&
          !(permission.notActions ?? []).some(pattern => covers(pattern, action)),
      ),
  );
}

/** Whether an action gives or takes roles. */
export const assigns = (action: string): boolean =>
  /^Microsoft\.Authorization\/roleAssignments\/(write|delete)$/i.test(action);

/** Azure compares without regard to case; `*` stands for any text, slashes included. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  if (parts.length === 1) return text === parts[0];
  const last = parts.at(-1)!;
  if (!text.startsWith(parts[0]) || !text.endsWith(last)) return false;
  let from = parts[0].length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}
