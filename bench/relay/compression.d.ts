// The package brings no types; this is what is used of it.
declare module 'compression' {
  import type { RequestHandler } from 'express';

  export default function compression(): RequestHandler;
}
