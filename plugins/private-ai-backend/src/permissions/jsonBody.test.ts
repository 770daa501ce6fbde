import { createServer } from 'node:http';
import { mockErrorHandler } from '@backstage/backend-test-utils';
import express from 'express';
import { listening } from '../testing/listening';
import { jsonBody } from './jsonBody';

it('what is too large, or no JSON, is refused in a sentence that says how much is taken', async () => {
  const app = express()
    .post('/', jsonBody(1), (request, response) => void response.json(request.body))
    .use(mockErrorHandler());
  const { url, close } = await listening(createServer(app));
  const send = async (body: string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, said: (await response.json()).error?.message };
  };
  expect(await send('{"a":1}')).toMatchObject({ status: 200 });
  expect(await send(JSON.stringify('x'.repeat(2048)))).toEqual({
    status: 413,
    said: 'This is more than the 1 kB that are taken at once: send less.',
  });
  expect(await send('{')).toEqual({ status: 400, said: 'The body has to be JSON.' });
  close();
});
