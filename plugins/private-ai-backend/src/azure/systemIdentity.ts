import type { ArmResource } from './client';

/** A resource's own identity, beside those that others gave to it (for a key of their own, e.g.). */
export function systemIdentity(found?: ArmResource) {
  const { type = '', userAssignedIdentities } = found?.identity ?? {};
  if (!/UserAssigned/i.test(type)) return { type: 'SystemAssigned' };
  const ids = Object.keys(userAssignedIdentities ?? {});
  return {
    // As Azure spells it, with a space or without.
    type: /SystemAssigned/i.test(type) ? type : 'SystemAssigned, UserAssigned',
    // What Azure says of each may not be sent.
    userAssignedIdentities: Object.fromEntries(ids.map(id => [id, {}])),
  };
}
