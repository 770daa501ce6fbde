import { resourceIds } from '@private-ai/plugin-private-ai-common';
import type { Actions } from './actions';
import type { AzureResource } from './descriptor';
import { descriptorOf, descriptors } from './descriptors';

const inAzure = descriptors.filter((one): one is AzureResource => one.in === 'azure');
const actions = (of: Actions = {}) => Object.values(of).flat();
/** Resource Manager calls a group otherwise where it is an action's. */
const named = (type: string) => type.split('/').slice(1).join('/').toLowerCase();

describe('what an application is made of', () => {
  it('has one descriptor for each id of the contract', () => {
    expect(descriptors.map(({ id }) => id).toSorted()).toEqual(resourceIds.toSorted());
    for (const id of resourceIds) expect(descriptorOf(id)?.id).toBe(id);
  });

  it.each(descriptors)('$id lies in what has to be there before it', one => {
    const before = (ids: readonly string[]): string[] =>
      ids.flatMap(id => [id, ...before(descriptorOf(id)!.dependsOn)]);
    if (one.within !== undefined) expect(before(one.dependsOn)).toContain(one.within);
  });

  it.each(inAzure)('$id may be read, made and taken away by the portal', one => {
    const may = (verb: string, of?: Actions) =>
      actions(of).some(action => action.toLowerCase().endsWith(`${named(one.type.type)}/${verb}`));
    expect(may('read', one.actions)).toBe(true);
    if (one.foundBy === 'nothing') return;
    expect(may('write', one.actions)).toBe(true);
    // Asked for with the making where it is made in some landing zones only.
    expect(may('delete', one.removing) || may('delete', one.actions)).toBe(true);
  });
});
