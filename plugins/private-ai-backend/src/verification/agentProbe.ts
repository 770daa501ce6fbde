import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { ServiceUnavailableError } from '@backstage/errors';
import { runInput } from '@private-ai/plugin-private-ai-common';
import { callAgent } from '../chat/agentCall';
import { agentEndpoint } from '../chat/endpoint';
import type { AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';

/** Longest wait for the answer to a question of one word, in milliseconds. */
const answerMs = 60_000;

/** Characters of the reason that an agent gives. */
const longestReason = 1_000;

/** The agent's own health, over the way that the chat will take. @throws a sentence when it is not well */
export async function probeHealth(
  at: AppLocation,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<string> {
  const { url, headers, ca } = await agentEndpoint({ ...at, agentPath: '/healthz' }, cluster);
  const status = await new Promise<number>((resolve, reject) => {
    const get = url.protocol === 'https:' ? https.get : http.get;
    get(url, { headers, ca, signal, timeout: 10_000 }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('timeout', function timeout(this: http.ClientRequest) {
        this.destroy(new Error('no answer within 10 s'));
      })
      .on('error', reject);
  }).catch((error: Error) => {
    throw new ServiceUnavailableError(`/healthz was not reached: ${error.message}`);
  });
  if (status === 200) return 'answers /healthz';
  throw new ServiceUnavailableError(`/healthz answers ${status}`);
}

/** One real question through the agent to its model. @throws a sentence when no answer comes of it */
export async function probeModel(
  at: AppLocation,
  {
    cluster,
    user,
    signal,
  }: { cluster: ClusterClient; user: () => Promise<string>; signal: AbortSignal },
): Promise<string> {
  const started = Date.now();
  const input = runInput({
    threadId: `verify-${randomUUID()}`,
    runId: randomUUID(),
    messages: [{ id: randomUUID(), role: 'user', content: 'Answer with the single word: ready' }],
  });
  // Of what an agent says no more is kept than that it does: a hundred are asked at once.
  let speaks = false;
  let finished = false;
  let failure: string | undefined;
  await callAgent(
    at,
    await agentEndpoint(at, cluster, user),
    input,
    data => {
      const event = JSON.parse(data) as { type?: string; delta?: unknown; message?: string };
      if (event.type?.startsWith('TEXT_MESSAGE_C') && typeof event.delta === 'string') {
        speaks ||= event.delta.trim() !== '';
      }
      if (event.type === 'RUN_FINISHED') finished = true;
      if (event.type === 'RUN_ERROR')
        failure ??= String(event.message ?? 'no reason given').slice(0, longestReason);
    },
    { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) },
  );
  if (failure) throw new ServiceUnavailableError(`the agent failed to answer: ${failure}`);
  if (!finished) throw new ServiceUnavailableError('the agent broke off its answer');
  if (!speaks) throw new ServiceUnavailableError('the agent answered without a word');
  return `answered after ${((Date.now() - started) / 1000).toFixed(1)} s`;
}
