import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { azureError } from './errors';
import { timeLimit } from './timeLimit';

describe('a request that nobody answers', () => {
  const silent = createServer(({ url }, response) => {
    if (url === '/half') response.writeHead(200).write('{');
  });
  beforeAll(() => new Promise<void>(done => silent.listen(0, '127.0.0.1', done)));
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  const ask = async (path: string, abortSignal?: AbortSignal) => {
    const pipeline = createEmptyPipeline();
    pipeline.addPolicy(timeLimit(100));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}${path}`;
    const request = createPipelineRequest({ url, allowInsecureConnection: true, abortSignal });
    return pipeline.sendRequest(createDefaultHttpClient(), request).catch(error => error);
  };

  it.each(['/', '/half'])('is a failure that passes, in a sentence: %s', async path => {
    const id = '/subscriptions/s/resourceGroups/rg-a';
    expect(azureError(await ask(path), id)).toMatchObject({
      message:
        'Azure Resource Manager could not be reached for resource group rg-a: no answer within 0.1 s (ETIMEDOUT).',
      transient: true,
    });
  });

  it('stays an abort where the caller has gone', async () => {
    expect(await ask('/', AbortSignal.timeout(20))).toMatchObject({ name: 'AbortError' });
  });
});
