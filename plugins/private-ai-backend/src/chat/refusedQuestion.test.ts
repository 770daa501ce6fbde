import { startSqlite } from '../testing/databases';
import { saying } from './sayingForTest';
import { clusterAt, frame, startAgent, startChat, type AgentAnswer } from './startForTest';

/** An agent whose model refuses whatever holds the word, as a content filter does: also in what was said before. */
const filtering =
  (word: string): AgentAnswer =>
  (input, response, request) => {
    const { threadId, runId, messages } = input;
    if (!JSON.stringify(messages).includes(word))
      return saying(['It rains.'])(input, response, request);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
    return void response.end(frame({ type: 'RUN_ERROR', message: 'The filter refuses it.' }));
  };

describe('a question that the model refuses', () => {
  it('is not sent again with the next one, and stays in the conversation', async () => {
    const database = await startSqlite();
    const agent = await startAgent();
    const chat = await startChat(database.knex, clusterAt(agent.url));
    agent.answer = filtering('forbidden');
    const first = await chat.run({ message: 'What is the weather?' });
    const { threadId } = first;
    for (const message of ['something forbidden', 'once more, forbidden'])
      expect((await chat.run({ message, threadId })).types.at(-1)).toBe('RUN_ERROR');

    const next = await chat.run({ message: 'And tomorrow?', threadId });
    expect(next.types.at(-1)).toBe('RUN_FINISHED');
    expect(agent.requests.at(-1)!.input.messages.map(({ content }) => content)).toEqual([
      'What is the weather?',
      'It rains.',
      'And tomorrow?',
    ]);
    const { runs } = await chat.transcript(threadId!);
    expect(runs.map(({ message }) => message?.content)).toEqual([
      'What is the weather?',
      'something forbidden',
      'once more, forbidden',
      'And tomorrow?',
    ]);
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
  });
});
