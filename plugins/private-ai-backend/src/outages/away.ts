/** A system that a question was for. */
export type System = 'azure' | 'cluster' | 'prometheus';

/** It was reached, and says no: to wait does not help, and somebody has to give a right. */
export function isRefusal(error: unknown): boolean {
  const { status, code, transient } = (error ?? {}) as {
    status?: number;
    code?: string;
    transient?: boolean;
  };
  return status === 401 || status === 403 || (code === 'SignInFailed' && transient === false);
}
