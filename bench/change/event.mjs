const folding = 'plugins/private-ai-common/src/chat';
const chat = 'plugins/private-ai/src/chat';
const texts = 'plugins/private-ai/src/translations';

/** An event of the chat: where a message has something from. */
export const event = {
  tests: ['plugins/private-ai-common/src/chat', 'src/chat/ChatTab', 'src/translations'],
  make({ edit, run }) {
    edit(
      `${folding}/event.ts`,
      "  TOOL_CALL_RESULT: free(ofAgent({ messageId, toolCallId, content }, { role: exactly('tool') })),\n",
      '  SOURCE_CITED: free(ofAgent({ messageId, title: text })),\n',
    );
    edit(
      `${folding}/reduce.ts`,
      "    case 'MESSAGES_SNAPSHOT':\n",
      "    case 'SOURCE_CITED':\n      return { messages: addSource(messages, event) };\n",
      { before: true },
    );
    edit(`${folding}/reduce.ts`, 'extendMessage, openMessage, reconcile', 'addSource, ', {
      before: true,
    });
    edit(
      `${folding}/messages.ts`,
      '/** What an event of an item appends to it; none where it opens or closes it. */\n',
      `/** Keeps what a message cites with it, where every client looks for what is not the protocol's own. */
export function addSource(messages: Messages, event: ChatEvent<'SOURCE_CITED'>): Messages {
  return withMessage(messages, positionOf(messages, event.messageId), message => {
    const sources = [...((message.metadata?.sources as string[]) ?? []), event.title];
    return withMetadata(message, { metadata: { ...event.metadata, sources } });
  });
}

`,
      { before: true },
    );
    edit(
      `${chat}/AnswerPart.tsx`,
      '      {said.content && <Markdown text={said.content} />}\n',
      `      {sources && <p>{t('chat.sources', { titles: sources.join(', ') })}</p>}
`,
    );
    edit(
      `${chat}/AnswerPart.tsx`,
      '  const calls = said.toolCalls?.filter(\n',
      '  const sources = said.metadata?.sources as string[] | undefined;\n',
      { before: true },
    );
    edit(
      `${texts}/chat.en.ts`,
      "  reasoning: 'Reasoning',\n",
      "  sources: 'Sources: {{titles}}',\n",
    );
    edit(
      `${texts}/chat.ko.ts`,
      "  'chat.reasoning': '추론 과정',\n",
      "  'chat.sources': '출처: {{titles}}',\n",
    );
    edit(
      `${chat}/ChatTab.test.tsx`,
      "  it('does not send with the Enter that ends a composition', async () => {\n",
      `  it('names what an answer has its words from', async () => {
    const run = liveRun();
    renderTab({ ...empty, [\`POST \${path}/runs\`]: () => run.response });
    await userEvent.type(await field(), 'How many?{Enter}');
    run.say(started, opens('a'), says('a', 'Three.'));
    run.say({ type: 'SOURCE_CITED', messageId: 'a', title: 'The manual' }, closes('a'));
    expect(await screen.findByText('Sources: The manual')).toBeVisible();
  });

`,
      { before: true },
    );
    run('npm', 'run', 'api');
  },
};
