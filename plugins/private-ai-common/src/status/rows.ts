import type { AppResource } from '../api/apps';
import { brings, isUnderWay, type OperationFacts } from './facts';
import { inEnglish, say } from './sentence';

/** What an image brings, and no provisioning. */
const released = ['deployment', 'service'];

/**
 * What is not there is not missing where nobody has come to it yet: it is next, or waits, or was left behind by what stopped.
 * @param before - what has to be there before a resource, by its id
 */
export function rowsOf(
  resources: readonly AppResource[],
  { operation, released: wasReleased }: { operation?: OperationFacts; released: boolean },
  before: (id: string) => readonly string[],
): AppResource[] {
  if (operation?.kind === 'retire') return [...resources];
  // What no row tells of holds nothing up.
  const isThere = (id: string) => resources.find(one => one.id === id)?.health !== 'missing';
  const making = isUnderWay(operation);
  const stopped = operation?.state === 'failed' || operation?.state === 'cancelled';
  return resources.map(one => {
    if (one.health !== 'missing') return one;
    if (released.includes(one.id)) {
      // Of what was released before it is gone, unless a release is bringing it.
      const comes = !wasReleased || (making && operation !== undefined && brings(operation.kind));
      return comes ? told(one, 'waiting', 'row-release') : one;
    }
    // Once released, everything was there: what is not is gone, but for what a provisioning is bringing back.
    if (making && (operation?.kind === 'provision' || operation?.kind === 'make')) {
      const isNext = operation.state === 'running' && before(one.id).every(isThere);
      return isNext ? told(one, 'next', 'row-next') : told(one, 'waiting', 'row-waiting');
    }
    return stopped && !wasReleased ? told(one, 'waiting', 'row-left') : one;
  });
}

function told(
  one: AppResource,
  health: AppResource['health'],
  code: 'row-next' | 'row-waiting' | 'row-release' | 'row-left',
): AppResource {
  const sentence = say(code);
  return { ...one, health, sentence, message: inEnglish(sentence) };
}
