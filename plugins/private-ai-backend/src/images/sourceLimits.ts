// portalVolume.test.ts holds them against the portal's volume.

const MB = 1024 * 1024;

/** Bytes of all files of a commit together, each rounded up to a disk's blocks. */
export const largestSource = 200 * MB;
/** Files and folders of a commit. */
export const sourceEntries = 20_000;
/** Commits that lie on the disk at the same time. */
export const sourcesAtOnce = 2;
/** Minutes that a commit may lie there: until it has been read, packed and uploaded. */
export const sourceMinutes = 10;
/** Bytes that they take of the portal's temporary folder at most: each unpacked, and packed beside that. */
export const sourcesOnDisk = sourcesAtOnce * 2 * largestSource;
