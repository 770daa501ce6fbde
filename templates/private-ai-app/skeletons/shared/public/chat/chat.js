// A chat page without a build: it speaks AG-UI to the agent beside it and keeps the conversation until it is closed.
const TEXTS = {
  en: {
    title: 'Chat',
    ask: 'Ask something',
    send: 'Send',
    stop: 'Stop',
    fresh: 'New chat',
    stopped: 'Stopped.',
    cut: 'The answer was cut off.',
    failed: 'The app did not answer',
    question: 'May the agent do this?',
    approve: 'Approve',
    reject: 'Reject',
  },
  ko: {
    title: '채팅',
    ask: '무엇이든 물어보세요',
    send: '보내기',
    stop: '중지',
    fresh: '새 채팅',
    stopped: '중지했습니다.',
    cut: '답변이 중간에 끊겼습니다.',
    failed: '앱이 응답하지 않습니다',
    question: '이 작업을 허용할까요?',
    approve: '승인',
    reject: '거부',
  },
};
const language = navigator.language.startsWith('ko') ? 'ko' : 'en';
const texts = TEXTS[language];
const $ = id => document.getElementById(id);

let threadId = newId();
let messages = [];
let running;
/** How many approvals the agent waits for. */
let waiting = 0;
/** The tool calls on the page, by id. */
const calls = new Map();

document.documentElement.lang = language;
document.title = $('title').textContent = texts.title;
$('text').placeholder = texts.ask;
$('text').setAttribute('aria-label', texts.ask);
$('send').textContent = texts.send;
$('stop').textContent = texts.stop;
$('new').textContent = texts.fresh;
$('text').focus();

$('form').addEventListener('submit', event => {
  event.preventDefault();
  const content = $('text').value.trim();
  if (!content || running || waiting) return;
  $('text').value = '';
  messages.push({ id: newId(), role: 'user', content });
  show('user', content);
  ask();
});
$('text').addEventListener('keydown', event => {
  // Enter that ends an input method's composition is not meant for sending.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  $('form').requestSubmit();
});
$('stop').addEventListener('click', () => running?.abort());
$('new').addEventListener('click', () => {
  running?.abort();
  messages = [];
  waiting = 0;
  calls.clear();
  threadId = newId();
  $('messages').replaceChildren();
  $('text').focus();
});

/** Runs the agent on the conversation; `resume` answers what it waits for. */
async function ask(resume) {
  const run = new AbortController();
  running = run;
  showRunning(true);
  try {
    const response = await fetch('../api/agent', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        threadId,
        runId: newId(),
        messages,
        resume,
        tools: [],
        context: [],
        state: {},
        forwardedProps: {},
      }),
      signal: run.signal,
    });
    if (!response.ok) {
      const body = await response.json().catch(() => ({}));
      throw new Error(body.error ?? `${texts.failed} (${response.status}).`);
    }
    const apply = reader(messages);
    let outcome;
    for await (const event of events(response.body)) {
      apply(event);
      if (event.type === 'RUN_ERROR') throw new Error(event.message);
      if (event.type === 'RUN_FINISHED') outcome = event.outcome ?? { type: 'success' };
    }
    if (!outcome) throw new Error(texts.cut);
    if (outcome.type === 'interrupt' && running === run) askPerson(outcome.interrupts);
  } catch (error) {
    if (run.signal.aborted) show('error', texts.stopped);
    else show('error', error instanceof TypeError ? `${texts.failed}.` : error.message);
  } finally {
    if (running === run) {
      running = undefined;
      showRunning(false);
    }
  }
}

/** A question in the box of each call that waits; the agent goes on when all are answered. */
function askPerson(interrupts) {
  const resume = [];
  waiting = interrupts.length;
  for (const { id, toolCallId } of interrupts) {
    const box = calls.get(toolCallId).box;
    const question = document.createElement('div');
    question.className = 'approval';
    question.setAttribute('role', 'group');
    question.append(texts.question);
    for (const approved of [true, false]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = approved ? texts.approve : texts.reject;
      button.addEventListener('click', () => {
        question.remove();
        resume.push({ interruptId: id, status: 'resolved', payload: { approved } });
        if (--waiting === 0) ask(resume);
      });
      question.append(' ', button);
    }
    box.open = true;
    box.append(question);
  }
  scroll();
}

/** The frames of a stream of server-sent events, parsed; comments are passed over. */
async function* events(body) {
  const decoder = new TextDecoder();
  const stream = body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await stream.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const frames = rest.split(/\r?\n\r?\n/);
    rest = frames.pop();
    for (const frame of frames) {
      const data = frame.split(/\r?\n/).filter(line => line.startsWith('data:'));
      if (data.length) yield JSON.parse(data.map(line => line.slice(5).trimStart()).join('\n'));
    }
  }
}

/** Puts a run's events into the conversation and on the page. */
function reader(list) {
  const shown = new Map();
  const assistant = id => {
    let message = list.find(each => each.id === id);
    if (!message) {
      message = { id, role: 'assistant', toolCalls: [] };
      list.push(message);
    }
    return message;
  };
  return event => {
    switch (event.type) {
      case 'TEXT_MESSAGE_START':
        assistant(event.messageId).content = '';
        shown.set(event.messageId, show('assistant', ''));
        break;
      case 'TEXT_MESSAGE_CONTENT':
        assistant(event.messageId).content += event.delta;
        shown.get(event.messageId).append(event.delta);
        scroll();
        break;
      case 'TOOL_CALL_START': {
        const call = {
          id: event.toolCallId,
          type: 'function',
          function: { name: event.toolCallName, arguments: '' },
        };
        assistant(event.parentMessageId).toolCalls.push(call);
        calls.set(event.toolCallId, { call, ...showCall(event.toolCallName) });
        break;
      }
      case 'TOOL_CALL_ARGS': {
        const { call, body } = calls.get(event.toolCallId);
        call.function.arguments += event.delta;
        body.append(event.delta);
        break;
      }
      case 'TOOL_CALL_RESULT':
        list.push({
          id: event.messageId,
          role: 'tool',
          toolCallId: event.toolCallId,
          content: event.content,
        });
        calls.get(event.toolCallId)?.body.append(`\n→ ${event.content}`);
        scroll();
        break;
    }
  };
}

function showRunning(on) {
  $('stop').hidden = !on;
  $('send').hidden = on;
}

function show(kind, text) {
  const element = document.createElement('div');
  element.className = `message ${kind}`;
  if (kind === 'error') element.setAttribute('role', 'alert');
  element.textContent = text;
  $('messages').append(element);
  scroll();
  return element;
}

function showCall(name) {
  const box = document.createElement('details');
  const summary = document.createElement('summary');
  const body = document.createElement('div');
  box.className = 'message';
  summary.textContent = name;
  box.append(summary, body);
  $('messages').append(box);
  scroll();
  return { box, body };
}

function scroll() {
  $('messages').scrollTop = $('messages').scrollHeight;
}

// randomUUID is missing on plain http beyond localhost.
function newId() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}
