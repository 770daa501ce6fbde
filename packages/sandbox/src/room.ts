import type { Store } from './state/store.ts';
import type { CertificateAuthority } from './tls/authority.ts';

/** What every room of the sandbox is given. */
export interface Surroundings {
  store: Store;
  authority: CertificateAuthority;
  /** The state folder; a room writes under a folder of its own name only. */
  folder: string;
  log(message: string): void;
}

/** A started room. */
export interface Room {
  /** Where it answers, without a trailing slash. */
  url: string;
  stop(): Promise<void>;
}
