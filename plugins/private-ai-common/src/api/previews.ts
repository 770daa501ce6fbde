import type { CommitTold } from './releases';

export const previewStates = ['coming-up', 'ready', 'failed'] as const;

/** A commit that runs beside the application, with a chat of its own, until it is released, taken away, or its time is over. */
export interface Preview {
  /** A full hash. */
  commit: string;
  /** What the git host says of the commit, where it could be asked. */
  told?: CommitTold;
  /** By digest: released, it is not built again. */
  image: string;
  /** Who asked for it. */
  by?: string;
  /** ISO 8601. */
  since: string;
  /** ISO 8601: it is taken away by itself within minutes of that. */
  until: string;
  state: (typeof previewStates)[number];
  /** Why it did not come up, as a sentence; the last lines of its log may follow. */
  error?: string;
}

/**
 * `GET /apps/:kind/:namespace/:name/preview` (permission `private-ai.app.read` on the entity). `POST` on the same path with
 * {@link PreviewStart} (permission `private-ai.app.update`, header `idempotency-key`) answers with the operation. Its chat has
 * the paths of the application's behind `…/preview`, and asks both `private-ai.chat.use` and `private-ai.app.update`.
 */
export interface AppPreview {
  /** Hours that one stands. */
  hours: number;
  /** Left out where there is none. */
  preview?: Preview;
}

export interface PreviewStart {
  /** A full hash, of the default branch where the landing zone takes no other; its newest when left out. */
  commit?: string;
}
