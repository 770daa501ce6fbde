/** What an image says about how it is started. */
export interface ImageConfig {
  runtime: 'node' | 'python';
  /** Python's: the key of its virtual environment. */
  environment?: string;
  entrypoint: string[];
  cmd: string[];
  env: Record<string, string>;
  /** In the image, absolute. */
  workingDir: string;
  user?: string;
  exposed: string[];
  labels: Record<string, string>;
}

/** An image as a local process can be started from it. */
export interface Image {
  /** Absolute path of the image's files. */
  folder: string;
  runtime: 'node' | 'python';
  /** Python's: absolute path of its virtual environment. */
  environment?: string;
  /** What ENTRYPOINT and CMD make together. */
  command: string[];
  env: Record<string, string>;
  /** Absolute path to start in. */
  workingDir: string;
  /** `sha256:…`, shown as the container's `imageID`. */
  digest?: string;
}

export interface Images {
  /** Finds an image by `registry/repository@digest` or `:tag`; undefined when the registry has none. */
  resolve(reference: string): Promise<Image | undefined>;
}
