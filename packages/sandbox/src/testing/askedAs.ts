import http from 'node:http';

/** Asks an address of this machine by another name, as a page of elsewhere does whose name leads here. */
export function askedAs(
  host: string,
  url: string,
  path = '/',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    http
      .get({ hostname, port, path, headers: { host }, agent: false }, async answer => {
        let text = '';
        for await (const part of answer) text += part;
        resolve({ status: answer.statusCode ?? 0, text });
      })
      .on('error', reject);
  });
}
