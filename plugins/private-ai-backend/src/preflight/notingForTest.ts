import type { ArmClient, ArmResource } from '../azure/client';

/** The same client, whose questions are noted. */
export function noting(arm: ArmClient, note: (path: string) => void): ArmClient {
  return {
    ...arm,
    get: (id, ...rest): Promise<ArmResource | undefined> => {
      note(id);
      return arm.get(id, ...rest);
    },
    list: (path, ...rest) => {
      note(path);
      return arm.list(path, ...rest);
    },
    post: (path, ...rest) => {
      note(path);
      return arm.post(path, ...rest);
    },
  };
}
